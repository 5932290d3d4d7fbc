FROM node:22 AS client
WORKDIR /app/client
COPY client/package.json client/package-lock.json ./
# The shop
RUN --mount=type=cache,target=/root/.npm npm ci
COPY client/ ./
RUN npm run build

FROM node:22 AS admin
WORKDIR /app/admin
COPY admin/package.json admin/package-lock.json ./
# The back office
RUN --mount=type=cache,target=/root/.npm npm ci
COPY admin/ ./
RUN npm run build

FROM node:22-alpine
WORKDIR /app
COPY server/package.json server/package-lock.json ./server/
RUN --mount=type=cache,target=/root/.npm cd server && npm ci
COPY . .
COPY --from=client /app/client/dist ./client/dist
COPY --from=admin /app/admin/dist ./admin/dist
USER node
CMD ["node", "server/index.js"]
