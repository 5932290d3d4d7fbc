FROM node:22 AS base
RUN apt-get update && apt-get install -y python3 make g++ && rm -rf /var/lib/apt/lists/*
WORKDIR /repo
COPY package.json package-lock.json ./
COPY apps/api/package.json ./apps/api/
COPY apps/web/package.json ./apps/web/
COPY packages/lib/package.json ./packages/lib/

FROM base AS build
RUN --mount=type=cache,target=/root/.npm npm ci
COPY . .
RUN npm run build -w packages/lib -w apps/api

FROM base AS prod-deps
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --workspace=@mono/api

FROM node:22-slim
ENV NODE_ENV=production
WORKDIR /repo
COPY --from=prod-deps /repo/node_modules ./node_modules
COPY --from=prod-deps /repo/apps/api ./apps/api
COPY --from=prod-deps /repo/packages/lib ./packages/lib
COPY --from=build /repo/apps/api/dist ./apps/api/dist
COPY --from=build /repo/packages/lib/dist ./packages/lib/dist
USER node
CMD ["node", "apps/api/dist/main.js"]
