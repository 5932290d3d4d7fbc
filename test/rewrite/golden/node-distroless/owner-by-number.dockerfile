FROM node:22 AS build
WORKDIR /srv
COPY package*.json ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY . .
RUN npm run build && npm prune --omit=dev

FROM gcr.io/distroless/nodejs22-debian13:nonroot
WORKDIR /srv
COPY --chown=1000:1000 --from=build /srv/node_modules ./node_modules
COPY --chown=1000:1000 --from=build /srv/dist ./dist
COPY --chown=1000:1000 package.json ./
USER 1000
CMD ["dist/index.js"]
