FROM node:22 AS packages
WORKDIR /srv
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev

FROM node:22-slim AS deps
WORKDIR /srv
ENV NODE_ENV=production
COPY --from=packages /srv/node_modules ./node_modules
COPY . .
USER node
CMD ["node", "server.js"]
