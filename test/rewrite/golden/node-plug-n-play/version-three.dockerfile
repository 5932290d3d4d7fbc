FROM node:22-alpine AS build
WORKDIR /srv
COPY package.json yarn.lock .yarnrc.yml ./
COPY .yarn/releases/ ./.yarn/releases/
RUN yarn install --immutable
COPY . .
RUN yarn build

FROM node:22-alpine
WORKDIR /srv
ENV NODE_ENV=production
COPY --from=build /srv/.pnp.* ./
COPY --from=build /srv/.yarn ./.yarn
COPY --from=build /srv/dist ./dist
COPY package.json ./
USER node
CMD ["node", "-r", "./.pnp.cjs", "dist/index.js"]
