FROM node:22-alpine
WORKDIR /srv
COPY package.json yarn.lock .yarnrc.yml ./
COPY .yarn/releases/ ./.yarn/releases/
RUN yarn install --immutable
COPY . .
RUN yarn build
CMD ["yarn", "node", "dist/index.js"]

# obstacle: Not converted to several stages: .yarnrc.yml sets cacheFolder, so where Yarn keeps what the program needs is not certain.