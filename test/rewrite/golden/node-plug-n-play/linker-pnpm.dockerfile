FROM node:22-alpine
WORKDIR /srv
RUN corepack enable
COPY package.json yarn.lock .yarnrc.yml ./
RUN yarn install --immutable
COPY . .
RUN yarn build
CMD ["yarn", "node", "dist/index.js"]

# obstacle: Not converted to several stages: Yarn's linker `pnpm` keeps packages outside of node_modules, so they can't be copied with it.