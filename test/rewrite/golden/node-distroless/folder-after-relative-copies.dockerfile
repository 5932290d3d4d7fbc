FROM node:22-alpine AS build
WORKDIR /srv
COPY package*.json ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:22-alpine
COPY --from=build /srv/node_modules ./node_modules
COPY --from=build /srv/dist ./dist
COPY package.json ./
WORKDIR /srv
USER node
CMD ["node", "dist/index.js"]
