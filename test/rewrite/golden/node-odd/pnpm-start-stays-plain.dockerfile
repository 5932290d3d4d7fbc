FROM node:22-alpine
WORKDIR /srv
RUN corepack enable
COPY package.json pnpm-lock.yaml ./
RUN pnpm install --frozen-lockfile
COPY . .
RUN pnpm build
CMD ["pnpm", "start"]

# obstacle: Not converted to several stages: The container starts through pnpm, which corepack would have to fetch again in the final stage: start the program itself.