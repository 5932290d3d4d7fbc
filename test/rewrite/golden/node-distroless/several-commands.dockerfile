FROM node:22-alpine AS build
WORKDIR /srv
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY . .
RUN npm run build
RUN npm prune --omit=dev

FROM node:22-alpine
WORKDIR /srv
ENV NODE_ENV=production
COPY --from=build /srv ./
USER node
CMD ["/bin/sh", "-c", "node dist/migrate.js && exec node dist/index.js"]
