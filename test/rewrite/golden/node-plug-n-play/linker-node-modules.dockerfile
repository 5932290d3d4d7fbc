FROM node:22-alpine AS build
WORKDIR /srv
COPY package.json yarn.lock .yarnrc.yml ./
COPY .yarn/releases/ ./.yarn/releases/
RUN --mount=type=cache,target=/root/.yarn/berry/cache yarn install --immutable
COPY . .
RUN yarn build

FROM node:22-alpine AS prod-deps
WORKDIR /srv
COPY package.json yarn.lock .yarnrc.yml ./
COPY .yarn/releases/ ./.yarn/releases/
RUN --mount=type=cache,target=/root/.yarn/berry/cache yarn workspaces focus --all --production

FROM node:22-alpine
WORKDIR /srv
ENV NODE_ENV=production
COPY --from=prod-deps /srv/node_modules ./node_modules
COPY --from=build /srv/dist ./dist
COPY package.json ./
USER node
CMD ["node", "dist/index.js"]
