FROM node:22
WORKDIR /srv
COPY package*.json ./
RUN npm ci && npm cache clean --force
COPY . .
RUN npm run build
USER node
CMD ["node", "dist/index.js"]

# obstacle: Not converted to several stages: The package.json that the install reads was not found in the build context.