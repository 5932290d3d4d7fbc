FROM node:22-alpine
WORKDIR /site
COPY package.json package-lock.json ./
RUN npm ci && npm cache clean --force
COPY . .
RUN npm run build -- --outDir www
USER node
EXPOSE 3000
CMD ["npx", "serve", "-s", "dist"]

# obstacle: Not converted to several stages: Where the build puts the site is not certain, so it can't be served by another server.