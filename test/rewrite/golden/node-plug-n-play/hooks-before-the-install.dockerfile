FROM node:22-alpine
WORKDIR /srv
ENV NODE_OPTIONS="--require /srv/.pnp.cjs"
COPY package.json yarn.lock .yarnrc.yml ./
COPY .yarn/releases/ ./.yarn/releases/
COPY .yarn/cache/ ./.yarn/cache/
RUN yarn install --immutable
COPY . .
RUN yarn build
USER node
CMD ["node", "dist/index.js"]

# obstacle: Not converted to several stages: NODE_OPTIONS loads .pnp.cjs before the install has written it: set it behind the last RUN.