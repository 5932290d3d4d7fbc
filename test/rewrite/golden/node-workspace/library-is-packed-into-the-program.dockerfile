FROM node:22-alpine AS build
RUN npm install -g pnpm@9.1.0
WORKDIR /repo
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY apps/api/package.json ./apps/api/
COPY apps/web/package.json ./apps/web/
COPY packages/lib/package.json ./packages/lib/
RUN --mount=type=cache,target=/root/.local/share/pnpm/store pnpm install --frozen-lockfile
COPY . .
RUN pnpm --filter @mono/api build
RUN --mount=type=cache,target=/root/.local/share/pnpm/store pnpm --filter=@mono/api --prod deploy /prod/api

FROM node:22-alpine
ENV NODE_ENV=production
WORKDIR /repo
COPY --from=build /prod/api ./apps/api
COPY --from=build /repo/apps/api/dist ./apps/api/dist
USER node
CMD ["node", "apps/api/dist/main.js"]
