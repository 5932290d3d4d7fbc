FROM node:22 AS client
WORKDIR /app/client
COPY client/package.json client/package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY client/ ./
RUN npm run build

FROM node:22-alpine
WORKDIR /app
COPY server/package.json server/package-lock.json ./server/
RUN --mount=type=cache,target=/root/.npm cd server && npm ci
COPY . .
COPY --from=client /app/client/dist ./client/dist
USER node
CMD ["sh", "./start.sh"]
