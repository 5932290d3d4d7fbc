FROM node:22-alpine
WORKDIR /app
COPY package*.json ./
RUN npm ci && npm cache clean --force
COPY . .
RUN npm run build
EXPOSE 3000
CMD ["node_modules/.bin/next", "start"]

# obstacle: Not converted to several stages: `next start` reads next.config.ts, which needs typescript, a development package: set `output: 'standalone'` there, or make the package a production dependency.