# syntax=docker/dockerfile:1
# The shop's server.
ARG VERSION=0.0.0
FROM --platform=linux/amd64 node:22-alpine AS build
ARG VERSION
ENV APP_VERSION=$VERSION
# where it lives
WORKDIR /srv
COPY package.json package-lock.json ./
# packages
RUN --mount=type=cache,target=/root/.npm npm ci
# all of it
COPY . .
# compile
RUN npm run build

FROM --platform=linux/amd64 node:22-alpine AS prod-deps
ARG VERSION
ENV APP_VERSION=$VERSION
WORKDIR /srv
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev

FROM --platform=linux/amd64 node:22-alpine
LABEL org.opencontainers.image.title="shop" \
      org.opencontainers.image.vendor="example"
ARG VERSION
ENV APP_VERSION=$VERSION
WORKDIR /srv
ENV NODE_ENV=production
COPY --from=prod-deps /srv/node_modules ./node_modules
COPY --from=build /srv/dist ./dist
COPY package.json ./
VOLUME /srv/uploads
EXPOSE 8080
STOPSIGNAL SIGINT
HEALTHCHECK --interval=1m CMD node -e "fetch('http://127.0.0.1:8080/health').catch(() => process.exit(1))"
# start
CMD ["node", "dist/index.js"]
# the end
