FROM node:22-alpine
WORKDIR /srv
COPY package.json package-lock.json ./
RUN npm ci && npm cache clean --force
COPY . .
RUN npm run build
ONBUILD COPY . /x
USER node
CMD ["node", "dist/index.js"]

# obstacle: Not converted to several stages: ONBUILD is not moved between stages.