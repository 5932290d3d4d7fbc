# A shop.
FROM node:22 AS deps
# Where it lives.
WORKDIR /app
# The manifests first,
# so that the install stays cached.
COPY package.json package-lock.json ./
# All packages.
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev

FROM node:22-slim
WORKDIR /app
ENV NODE_ENV=production
COPY --from=deps /app/node_modules ./node_modules
# The program.
COPY . .
USER node
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s CMD ["node", "-e", "fetch('http://127.0.0.1:3000/healthz').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# How it starts.
CMD ["node", "server.js"]
