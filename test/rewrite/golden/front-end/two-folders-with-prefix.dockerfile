FROM node:22-alpine AS client
WORKDIR /app/client
# Client
COPY client/package.json client/package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY client/ ./
RUN npm run build

FROM node:22-alpine
WORKDIR /app

# Server
COPY server/package*.json ./server/
RUN --mount=type=cache,target=/root/.npm npm ci --prefix server
COPY server/ ./server/
COPY --from=client /app/client/dist ./client/dist

USER node
EXPOSE 3000
ENV PORT=3000
CMD ["node", "server/index.js"]
