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

FROM node:22-slim
WORKDIR /srv
ENV NODE_ENV=production
RUN groupadd -r app && useradd -r -g app app
COPY --from=prod-deps --chown=app:app /srv/node_modules ./node_modules
COPY --from=build --chown=app:app /srv/dist ./dist
COPY --chown=app:app package.json ./
USER app
CMD ["node", "dist/index.js"]
