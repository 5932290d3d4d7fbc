FROM node:22-alpine
WORKDIR /app
COPY . .
WORKDIR /app/web
RUN npm ci && npm cache clean --force && npm run build
CMD ["node_modules/.bin/next", "start"]

# obstacle: Not converted to several stages: `next start` reads next.config.ts, which needs typescript, a development package: make it a production dependency (`output: 'standalone'` would do without it, but a lockfile in a folder above moves server.js).