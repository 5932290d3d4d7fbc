FROM node:22
WORKDIR /srv
COPY package.json yarn.lock ./
COPY prisma/ ./prisma/
RUN yarn install --frozen-lockfile && yarn cache clean
COPY . .
RUN yarn build
USER node
CMD ["node", "dist/index.js"]

# obstacle: Not converted to several stages: Prisma generates its client into node_modules, and yarn has no way to remove development packages that is certain here.