FROM node:22 AS build
WORKDIR /srv
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY . .
RUN npm run build
RUN npm prune --omit=dev

FROM node:22
WORKDIR /srv
ENV NODE_ENV=production
COPY --from=build /srv ./
USER node
EXPOSE 8080
HEALTHCHECK CMD ./health.sh
CMD ["node", "dist/index.js"]
