FROM node:22 AS deps
WORKDIR /srv
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev

FROM node:22-slim
WORKDIR /srv
ENV NODE_ENV=production
COPY --from=deps /srv/node_modules ./node_modules
COPY package*.json ./
COPY dist ./dist
USER node
EXPOSE 8080
CMD ["node", "dist/index.js"]
