FROM node:22-alpine AS build
WORKDIR /repo
COPY package.json package-lock.json ./
COPY apps/api/package.json ./apps/api/
COPY apps/web/package.json ./apps/web/
COPY packages/lib/package.json ./packages/lib/
RUN --mount=type=cache,target=/root/.npm npm ci -w @mono/api -w @mono/lib --include-workspace-root
COPY . .
RUN npm run build -w packages/lib -w apps/api

FROM node:22-alpine AS prod-deps
WORKDIR /repo
COPY package.json package-lock.json ./
COPY apps/api/package.json ./apps/api/
COPY apps/web/package.json ./apps/web/
COPY packages/lib/package.json ./packages/lib/
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev -w @mono/api -w @mono/lib --include-workspace-root

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
