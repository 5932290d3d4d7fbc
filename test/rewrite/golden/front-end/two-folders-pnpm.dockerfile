FROM node:22 AS client
WORKDIR /app/client
RUN npm install -g pnpm@9
COPY client/package.json client/pnpm-lock.yaml ./
RUN --mount=type=cache,target=/root/.local/share/pnpm/store pnpm install --frozen-lockfile
COPY client/ ./
RUN pnpm build

FROM node:22-alpine
RUN npm install -g pnpm@9 && npm cache clean --force
WORKDIR /app
COPY server/package.json server/pnpm-lock.yaml ./server/
RUN --mount=type=cache,target=/root/.local/share/pnpm/store cd /app/server \
    && pnpm install --frozen-lockfile --prod
COPY . .
COPY --from=client /app/client/dist ./client/dist
CMD ["node", "server/index.js"]
