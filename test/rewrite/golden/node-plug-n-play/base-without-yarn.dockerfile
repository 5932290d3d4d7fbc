FROM node:26-alpine
WORKDIR /srv
COPY package.json yarn.lock .yarnrc.yml ./
COPY .yarn/releases/ ./.yarn/releases/
RUN yarn install --immutable
COPY . .
RUN yarn build
CMD ["yarn", "node", "dist/index.js"]

# obstacle: Not converted to several stages: The container starts through yarn, and whether the base image has it is not known: start `node --require ./.pnp.cjs …` itself.