FROM node:22-alpine AS base
RUN corepack enable
WORKDIR /repo
COPY package.json yarn.lock .yarnrc.yml ./
COPY apps/api/package.json ./apps/api/
COPY apps/web/package.json ./apps/web/
COPY packages/lib/package.json ./packages/lib/

FROM base AS build
RUN --mount=type=cache,target=/root/.yarn/berry/cache yarn install
COPY . .
RUN yarn workspace @mono/lib build && yarn workspace @mono/api build

FROM base AS prod-deps
RUN --mount=type=cache,target=/root/.yarn/berry/cache yarn workspaces focus @mono/api --production

FROM node:22-alpine
ENV NODE_ENV=production
WORKDIR /repo
COPY --from=prod-deps /repo/node_modules ./node_modules
COPY --from=prod-deps /repo/apps/api ./apps/api
COPY --from=prod-deps /repo/packages/lib ./packages/lib
COPY --from=build /repo/apps/api/dist ./apps/api/dist
COPY --from=build /repo/packages/lib/dist ./packages/lib/dist
WORKDIR /repo/apps/api
USER node
CMD ["node", "dist/main.js"]
