FROM node:22 AS deps
WORKDIR /srv
RUN apt-get update && apt-get install -y python3
COPY package.json yarn.lock .yarnrc.yml ./
COPY .yarn/releases/ ./.yarn/releases/
RUN --mount=type=cache,target=/root/.yarn/berry/cache YARN_ENABLE_GLOBAL_CACHE=false yarn workspaces focus --all --production

FROM node:22-slim
WORKDIR /srv
ENV NODE_ENV=production
COPY . .
COPY --from=deps /srv/.pnp.* ./
COPY --from=deps /srv/.yarn ./.yarn
USER node
CMD ["node", "-r", "./.pnp.cjs", "server.js"]
