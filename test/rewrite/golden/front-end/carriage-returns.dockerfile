from node:22 as client␍
workdir /app/client␍
copy client/package.json client/package-lock.json ./␍
run --mount=type=cache,target=/root/.npm npm ci␍
copy client/ ./␍
run npm run build␍
␍
from node:22-alpine␍
workdir /app␍
copy server/package.json server/package-lock.json ./server/␍
run --mount=type=cache,target=/root/.npm cd server && npm ci␍
# all of it␍
copy . .␍
copy --from=client /app/client/dist ./client/dist␍
user node␍
cmd ["node", "server/index.js"]␍
