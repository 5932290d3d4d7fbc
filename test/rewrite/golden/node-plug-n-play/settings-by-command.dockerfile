FROM node:22-alpine
WORKDIR /srv
COPY package.json yarn.lock .yarnrc.yml ./
COPY .yarn/releases/ ./.yarn/releases/
RUN yarn config set nodeLinker node-modules && yarn install --immutable
COPY . .
RUN yarn build
CMD ["yarn", "node", "dist/index.js"]

# obstacle: Not converted to several stages: `yarn config set nodeLinker node-modules` changes Yarn's settings in the image: commit them, in .yarnrc.yml and .yarn.