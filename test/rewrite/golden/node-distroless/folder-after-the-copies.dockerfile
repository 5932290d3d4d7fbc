FROM node:22 AS build
WORKDIR /srv
COPY package*.json ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY . .
RUN npm run build && npm prune --omit=dev

FROM gcr.io/distroless/nodejs22-debian13:nonroot
COPY --from=build /srv/node_modules /srv/node_modules
COPY --from=build /srv/dist /srv/dist
COPY package.json /srv/
WORKDIR /srv
USER nonroot
CMD ["dist/index.js"]
