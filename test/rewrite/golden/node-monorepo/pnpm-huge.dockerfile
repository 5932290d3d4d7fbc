FROM node:22-alpine
RUN corepack enable
WORKDIR /repo
COPY . .
RUN pnpm install --frozen-lockfile
RUN pnpm --filter @mono/api... build
USER node
EXPOSE 3000
CMD ["node", "apps/api/dist/main.js"]

# obstacle: Not converted to several stages: The workspace has at least 59 packages, which are too many to follow what needs what.