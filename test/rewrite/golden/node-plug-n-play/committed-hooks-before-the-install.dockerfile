FROM node:22-alpine AS build
WORKDIR /srv
ENV NODE_OPTIONS="--require /srv/.pnp.cjs"
COPY package.json yarn.lock .yarnrc.yml .pnp.cjs ./
COPY .yarn/releases/ ./.yarn/releases/
COPY .yarn/cache/ ./.yarn/cache/
RUN --mount=type=cache,target=/root/.yarn/berry/cache yarn install --immutable
COPY . .
RUN yarn build

FROM node:22-alpine AS prod-deps
WORKDIR /srv
ENV NODE_OPTIONS="--require /srv/.pnp.cjs"
COPY package.json yarn.lock .yarnrc.yml .pnp.cjs ./
COPY .yarn/releases/ ./.yarn/releases/
COPY .yarn/cache/ ./.yarn/cache/
RUN --mount=type=cache,target=/root/.yarn/berry/cache yarn workspaces focus --all --production && for archive in .yarn/cache/*.zip; do grep -qF "${archive##*/}" .pnp.* || rm "$archive"; done

FROM node:22-alpine
WORKDIR /srv
ENV NODE_OPTIONS="--require /srv/.pnp.cjs"
ENV NODE_ENV=production
COPY --from=prod-deps /srv/.pnp.* ./
COPY --from=prod-deps /srv/.yarn ./.yarn
COPY --from=build /srv/dist ./dist
COPY package.json ./
USER node
CMD ["node", "dist/index.js"]
