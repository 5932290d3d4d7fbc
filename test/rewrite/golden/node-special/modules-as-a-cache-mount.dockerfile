# syntax=docker/dockerfile:1
FROM node:22-alpine
WORKDIR /srv
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/srv/node_modules --mount=type=cache,target=/root/.npm npm ci
COPY . .
RUN --mount=type=cache,target=/srv/node_modules npm run build && cp -r node_modules /tmp/modules
USER node
CMD ["node", "dist/index.js"]

# obstacle: Not converted to several stages: `RUN --mount=type=cache,target=/srv/node_modules npm ci &&…` could serve the build or the running program; that is not certain.