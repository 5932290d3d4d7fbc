FROM node:22-alpine
WORKDIR /site
COPY package.json package-lock.json ./
RUN npm ci && npm cache clean --force
COPY . .
RUN npm run build
USER node
CMD ["npx", "serve", "dist"]

# obstacle: Not converted to several stages: public/serve.json tells `serve` how to answer, which another server does not read.