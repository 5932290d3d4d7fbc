FROM node:22 AS build
WORKDIR /srv
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY . .
RUN npm run build

FROM node:22 AS prod-deps
WORKDIR /srv
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev

FROM gcr.io/distroless/nodejs22-debian13:nonroot
WORKDIR /srv
ENV NODE_ENV=production
COPY --from=prod-deps /srv/node_modules ./node_modules
COPY --from=build /srv/dist ./dist
COPY package.json ./
USER nonroot
HEALTHCHECK --interval=10s CMD ["/nodejs/bin/node", "-e", "fetch('http://localhost:8080/').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["dist/index.js"]
