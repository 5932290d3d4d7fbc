FROM node:22-alpine
WORKDIR /site
COPY package.json package-lock.json ./
RUN npm ci && npm cache clean --force
COPY . .
RUN npm run build
USER node
EXPOSE 8080
CMD ["npx", "serve", "-s", "public"]

# obstacle: Not converted to several stages: The container serves /site/public, but the build writes /site/dist.