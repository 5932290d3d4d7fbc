FROM node:22-alpine
WORKDIR /site
COPY package.json package-lock.json ./
RUN npm ci && npm cache clean --force
COPY . .
EXPOSE 3000
CMD ["npm", "start"]
