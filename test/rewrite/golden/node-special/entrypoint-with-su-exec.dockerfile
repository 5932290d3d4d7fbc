FROM node:22-alpine AS deps
RUN apk add --no-cache su-exec python3 make g++
WORKDIR /srv
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev

FROM node:22-alpine
ENV NODE_ENV=production
RUN apk add --no-cache su-exec
WORKDIR /srv
COPY --from=deps /srv/node_modules ./node_modules
COPY . .
COPY docker-entrypoint.sh /usr/local/bin/
RUN chmod +x /usr/local/bin/docker-entrypoint.sh
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["node", "server.js"]
