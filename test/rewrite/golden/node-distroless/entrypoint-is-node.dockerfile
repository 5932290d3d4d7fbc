FROM node:22 AS build
WORKDIR /srv
COPY package*.json ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY . .
RUN npm run build && npm prune --omit=dev

FROM gcr.io/distroless/nodejs22-debian13:nonroot
WORKDIR /srv
COPY --from=build /srv/node_modules ./node_modules
COPY --from=build /srv/dist ./dist
COPY package.json ./
USER nonroot
ENTRYPOINT ["/nodejs/bin/node", "dist/index.js"]
CMD ["--port", "8080"]
