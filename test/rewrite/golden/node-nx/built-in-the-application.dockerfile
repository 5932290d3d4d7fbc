FROM node:22-alpine AS build
WORKDIR /repo
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY . .
RUN npx nx build api
RUN npm prune --omit=dev

FROM node:22-alpine
WORKDIR /repo
ENV NODE_ENV=production
COPY --from=build /repo ./
USER node
CMD ["node", "apps/api/dist/main.js"]
