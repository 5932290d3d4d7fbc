FROM node:22-alpine AS build
WORKDIR /repo
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY . .
RUN npm run build:all
RUN npm prune --omit=dev

FROM node:22-alpine
WORKDIR /repo
ENV NODE_ENV=production
COPY --from=build /repo ./
USER node
CMD ["node", "dist/apps/api/main.js"]
