FROM node:22-alpine AS build
WORKDIR /srv
COPY package.json yarn.lock .yarnrc.yml ./
COPY .yarn/releases/ ./.yarn/releases/
COPY packages/api/package.json ./packages/api/
COPY packages/prices/package.json ./packages/prices/
RUN --mount=type=cache,target=/root/.yarn/berry/cache YARN_ENABLE_GLOBAL_CACHE=false yarn install
COPY . .
RUN yarn workspace @shop/api build
RUN --mount=type=cache,target=/root/.yarn/berry/cache YARN_ENABLE_GLOBAL_CACHE=false yarn workspaces focus --all --production

FROM node:22-alpine
WORKDIR /srv
ENV NODE_ENV=production
COPY --from=build /srv ./
USER node
CMD ["node", "-r", "./.pnp.cjs", "packages/api/dist/index.js"]
