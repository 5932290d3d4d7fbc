FROM node:22 AS client
WORKDIR /app/client
COPY client/package.json client/package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY client/ ./
RUN npm run build

FROM node:22-alpine
WORKDIR /app
COPY . .
COPY --from=client /app/client/dist ./client/dist
RUN cd /app/client && cp -r dist ../server/public
RUN --mount=type=cache,target=/root/.npm cd server && npm ci
USER node
CMD ["node", "server/index.js"]
