from node:22-alpine as base
run apk add --no-cache python3 make g++
workdir /srv
copy package.json package-lock.json ./

from base as build
run --mount=type=cache,target=/root/.npm npm ci
copy . .
run npm run build

from base as production
run --mount=type=cache,target=/root/.npm npm ci --omit=dev

from node:22-alpine as prod-deps
env NODE_ENV=production
workdir /srv
copy --from=production /srv/node_modules ./node_modules
copy --from=build /srv/dist ./dist
copy package.json ./
user node
cmd ["node", "dist/index.js"]
