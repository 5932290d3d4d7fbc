FROM node:22-alpine
RUN corepack enable
WORKDIR /repo
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY apps/api/package.json ./apps/api/
COPY apps/web/package.json ./apps/web/
COPY packages/lib/package.json ./packages/lib/
RUN pnpm install --frozen-lockfile
COPY . .
RUN pnpm --filter @mono/api... build
USER node
EXPOSE 3000
CMD ["node", "apps/api/dist/main.js"]

# obstacle: Not converted to several stages: Where the build of apps/api puts its result is not certain.