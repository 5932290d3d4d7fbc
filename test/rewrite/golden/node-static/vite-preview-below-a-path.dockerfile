FROM node:22-alpine
WORKDIR /site
COPY package.json package-lock.json ./
RUN npm ci && npm cache clean --force
COPY . .
RUN npm run build
USER node
EXPOSE 8080
CMD ["npm", "run", "preview"]

# obstacle: Not converted to several stages: The site lives under /shop/, not at the root of the server.