FROM node:22 AS client
WORKDIR /app/client
COPY client/package.json client/yarn.lock ./
RUN --mount=type=cache,target=/usr/local/share/.cache/yarn,sharing=locked yarn install --frozen-lockfile
COPY client/ ./
RUN yarn build

FROM node:22-alpine
WORKDIR /app
COPY server/package.json server/yarn.lock ./server/
RUN --mount=type=cache,target=/usr/local/share/.cache/yarn,sharing=locked \
    yarn --cwd server install --frozen-lockfile --production
COPY . .
COPY --from=client /app/client/dist ./client/dist
USER node
CMD ["node", "server/index.js"]
