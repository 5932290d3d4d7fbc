FROM node:22-alpine AS build
WORKDIR /srv
RUN corepack enable
COPY package.json pnpm-lock.yaml ./
RUN --mount=type=cache,target=/root/.local/share/pnpm/store pnpm install --frozen-lockfile
COPY . .
RUN pnpm build
RUN pnpm prune --prod

FROM node:22-alpine
WORKDIR /srv
ENV NODE_ENV=production
RUN corepack enable
COPY --from=build /srv ./
USER node
CMD ["pnpm", "start"]
