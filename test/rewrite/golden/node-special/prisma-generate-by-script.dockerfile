FROM node:22 AS build
WORKDIR /srv
COPY package.json package-lock.json ./
COPY prisma/ ./prisma/
RUN --mount=type=cache,target=/root/.npm npm ci
COPY . .
RUN npm run build
RUN npm prune --omit=dev --ignore-scripts

FROM node:22-slim
RUN apt-get update && apt-get install -y --no-install-recommends openssl && rm -rf /var/lib/apt/lists/*
WORKDIR /srv
ENV NODE_ENV=production
COPY --from=build /srv ./
USER node
CMD ["node", "dist/index.js"]
