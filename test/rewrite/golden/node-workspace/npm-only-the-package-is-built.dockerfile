FROM node:22-alpine AS build
WORKDIR /repo
COPY package.json package-lock.json ./
COPY apps/api/package.json ./apps/api/
COPY apps/web/package.json ./apps/web/
COPY packages/lib/package.json ./packages/lib/
RUN --mount=type=cache,target=/root/.npm npm ci
COPY . .
RUN npm run build -w apps/api
RUN npm prune --omit=dev

FROM node:22-alpine
WORKDIR /repo
ENV NODE_ENV=production
COPY --from=build /repo ./
USER node
CMD ["node", "apps/api/dist/main.js"]
