FROM node:22-alpine
WORKDIR /app
COPY package*.json ./
RUN npm ci && npm cache clean --force
COPY . .
RUN npm run build
EXPOSE 3000
CMD ["npm", "start"]

# obstacle: Not converted to several stages: Next.js reads next.config.ts when it starts, which needs typescript, a development package: make it a production dependency, or start the server of `output: 'standalone'`.