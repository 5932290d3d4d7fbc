FROM node:22-alpine AS common
RUN apk add --no-cache python3 make g++
WORKDIR /srv
COPY package.json package-lock.json ./

FROM common AS build
RUN --mount=type=cache,target=/root/.npm npm ci
COPY . .
RUN npm run build

FROM common AS prod-deps
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev

FROM node:22-alpine AS base
ENV NODE_ENV=production
WORKDIR /srv
COPY --from=prod-deps /srv/node_modules ./node_modules
COPY --from=build /srv/dist ./dist
COPY package.json ./
USER node
CMD ["node", "dist/index.js"]
