FROM node:22-alpine
WORKDIR /repo
COPY package.json package-lock.json ./
COPY apps/api/package.json ./apps/api/
COPY apps/web/package.json ./apps/web/
COPY packages/lib/package.json ./packages/lib/
RUN npm ci -w @mono/api && npm cache clean --force
COPY . .
RUN npm run build -w packages/lib -w apps/api
USER node
CMD ["node", "apps/api/dist/main.js"]

# obstacle: Not converted to several stages: The install is limited to a part of a workspace, and what that part needs is not certain.