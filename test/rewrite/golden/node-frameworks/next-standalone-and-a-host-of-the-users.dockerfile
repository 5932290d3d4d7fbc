FROM node:22-alpine
WORKDIR /app
COPY package*.json ./
RUN npm ci && npm cache clean --force
COPY . .
RUN npm run build
ENV HOSTNAME=localhost
EXPOSE 3000
CMD ["node_modules/.bin/next", "start"]

# obstacle: Not converted to several stages: `next start` reads next.config.ts, which needs typescript, a development package: make it a production dependency (`output: 'standalone'` would do without it, but the image sets HOSTNAME or PORT to something that `next start` does not listen on).