FROM node:22-alpine AS dev
WORKDIR /srv
COPY package.json package-lock.json ./
RUN npm ci && npm cache clean --force
COPY . .
RUN npm run build
CMD ["node", "dist/index.js"]

# obstacle: Not converted to several stages: The stage `dev` is for development by its name, which needs the development packages.