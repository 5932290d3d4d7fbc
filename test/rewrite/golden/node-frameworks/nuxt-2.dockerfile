FROM node:22-alpine
WORKDIR /app
RUN corepack enable
COPY package.json pnpm-lock.yaml ./
RUN pnpm install --frozen-lockfile
COPY . .
RUN pnpm build
USER node
EXPOSE 3000
CMD ["node_modules/.bin/nuxt", "start"]

# obstacle: Not converted to several stages: Nuxt 2 reads its configuration, modules and parts of the sources when it starts; which packages these need is not certain.