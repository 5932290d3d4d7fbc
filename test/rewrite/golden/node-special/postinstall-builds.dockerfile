FROM node:22-alpine
WORKDIR /srv
COPY . .
RUN npm ci && npm cache clean --force
USER node
CMD ["node", "dist/index.js"]
