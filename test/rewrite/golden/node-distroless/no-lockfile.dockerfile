FROM node:22 AS build
WORKDIR /srv
COPY package.json ./
RUN --mount=type=cache,target=/root/.npm npm install
COPY . .
RUN npm run build

FROM node:22 AS prod-deps
WORKDIR /srv
COPY package.json ./
RUN --mount=type=cache,target=/root/.npm npm install --omit=dev

FROM node:22-slim
WORKDIR /srv
ENV NODE_ENV=production
COPY --from=prod-deps /srv/node_modules ./node_modules
COPY --from=build /srv/dist ./dist
COPY package.json ./
USER node
CMD ["node", "dist/index.js"]
