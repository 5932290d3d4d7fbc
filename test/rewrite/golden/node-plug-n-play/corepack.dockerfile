FROM node:22-alpine AS base
WORKDIR /srv
RUN corepack enable
COPY package.json yarn.lock ./

FROM base AS build
RUN --mount=type=cache,target=/root/.yarn/berry/cache YARN_ENABLE_GLOBAL_CACHE=false yarn install --immutable
COPY . .
RUN yarn build

FROM base AS prod-deps
RUN --mount=type=cache,target=/root/.yarn/berry/cache YARN_ENABLE_GLOBAL_CACHE=false yarn workspaces focus --all --production

FROM node:22-alpine
WORKDIR /srv
ENV NODE_ENV=production
COPY --from=prod-deps /srv/.pnp.* ./
COPY --from=prod-deps /srv/.yarn ./.yarn
COPY --from=build /srv/dist ./dist
COPY package.json ./
USER node
CMD ["node", "--require", "./.pnp.cjs", "dist/index.js"]
