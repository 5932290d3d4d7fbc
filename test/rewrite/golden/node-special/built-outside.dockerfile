FROM node:22-alpine
WORKDIR /srv
COPY package*.json ./
RUN npm ci --omit=dev && npm cache clean --force
COPY dist ./dist
USER node
EXPOSE 8080
CMD ["node", "dist/index.js"]
