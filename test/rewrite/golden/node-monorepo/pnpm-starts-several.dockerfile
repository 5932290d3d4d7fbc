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
EXPOSE 3000
CMD pnpm -r start

# obstacle: Not converted to several stages: Which package `pnpm -r start` starts is not certain, so which package of the workspace is shipped is not certain.