FROM node:22-alpine
WORKDIR /srv
COPY package.json package-lock.json ./
RUN npm ci && npm cache clean --force
COPY . .
RUN npm run build
USER node
CMD ["node", "-r", "tsconfig-paths/register", "dist/index.js"]

# obstacle: Not converted to several stages: The container starts with `node -r tsconfig-paths/register dist/index.js`, which needs a development package: start the built program instead.