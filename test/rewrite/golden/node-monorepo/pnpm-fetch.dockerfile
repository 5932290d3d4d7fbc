FROM node:22-alpine AS base
WORKDIR /repo
RUN corepack enable pnpm

FROM base AS build
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY apps/api/package.json ./apps/api/
COPY apps/web/package.json ./apps/web/
COPY packages/lib/package.json ./packages/lib/
RUN --mount=type=cache,target=/root/.local/share/pnpm/store pnpm install --frozen-lockfile
COPY . .
RUN pnpm --filter @mono/api... build

FROM base AS prod-deps
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY apps/api/package.json ./apps/api/
COPY packages/lib/package.json ./packages/lib/
RUN --mount=type=cache,target=/root/.local/share/pnpm/store pnpm install --frozen-lockfile --prod

FROM node:22-alpine
WORKDIR /repo
ENV NODE_ENV=production
COPY --from=prod-deps /repo/node_modules ./node_modules
COPY --from=prod-deps /repo/apps/api ./apps/api
COPY --from=prod-deps /repo/packages/lib ./packages/lib
COPY --from=build /repo/apps/api/dist ./apps/api/dist
COPY --from=build /repo/packages/lib/dist ./packages/lib/dist
USER node
CMD ["node", "apps/api/dist/main.js"]
