FROM node:22 AS build
WORKDIR /srv
COPY package*.json ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY . .
RUN npm run build && npm prune --omit=dev

FROM gcr.io/distroless/nodejs22-debian13:nonroot
WORKDIR /srv
COPY --chown=nonroot:nonroot --from=build /srv/node_modules ./node_modules
COPY --chown=nonroot:nonroot --from=build /srv/dist ./dist
COPY --chown=nonroot:nonroot package.json ./
USER nonroot:nonroot
CMD ["dist/index.js"]
