FROM node:22-alpine
WORKDIR /srv
ENV YARN_CACHE_FOLDER=/cache
COPY package.json yarn.lock .yarnrc.yml ./
COPY .yarn/releases/ ./.yarn/releases/
RUN yarn install --immutable
COPY . .
RUN yarn build
CMD ["yarn", "node", "dist/index.js"]

# obstacle: Not converted to several stages: YARN_CACHE_FOLDER changes Yarn's settings, so where it keeps packages is not certain: put it into .yarnrc.yml.