from node:22-alpine as build␍
workdir /srv␍
copy package.json package-lock.json ./␍
run --mount=type=cache,target=/root/.npm npm ci␍
copy . .␍
run npm run build␍
␍
from node:22-alpine as prod-deps␍
workdir /srv␍
copy package.json package-lock.json ./␍
run --mount=type=cache,target=/root/.npm npm ci --omit=dev␍
␍
from node:22-alpine␍
workdir /srv␍
env NODE_ENV=production␍
copy --from=prod-deps /srv/node_modules ./node_modules␍
copy --from=build /srv/dist ./dist␍
copy package.json ./␍
user node␍
expose 8080␍
healthcheck --interval=30s --timeout=5s --start-period=15s cmd ["node", "-e", "fetch('http://127.0.0.1:8080/health').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]␍
cmd ["node", "dist/index.js"]␍
