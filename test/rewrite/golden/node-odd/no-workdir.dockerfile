FROM node:22-alpine AS build
COPY package.json package-lock.json /app/
RUN --mount=type=cache,target=/root/.npm cd /app && npm ci
COPY . /app
RUN cd /app && npm run build

FROM node:22-alpine AS prod-deps
COPY package.json package-lock.json /app/
RUN --mount=type=cache,target=/root/.npm cd /app && npm ci --omit=dev

FROM node:22-alpine
ENV NODE_ENV=production
COPY --from=prod-deps /app/node_modules /app/node_modules
COPY --from=build /app/dist /app/dist
COPY package.json /app/
USER node
CMD ["node", "/app/dist/index.js"]
