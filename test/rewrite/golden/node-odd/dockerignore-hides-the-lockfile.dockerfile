FROM node:22-alpine
WORKDIR /srv
COPY . .
RUN npm install && npm cache clean --force
RUN npm run build
USER node
CMD ["node", "dist/index.js"]

# obstacle: Not converted to several stages: package-lock.json, which the install reads, is excluded by .dockerignore.