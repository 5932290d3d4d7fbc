FROM node:22-alpine
WORKDIR /srv
RUN corepack enable
COPY package.json yarn.lock .yarnrc.yml ./
RUN yarn install --immutable
COPY . .
RUN yarn build
CMD ["yarn", "node", "dist/index.js"]

# obstacle: Not converted to several stages: The container starts through yarn, which corepack would have to fetch again in the final stage: start the program itself.