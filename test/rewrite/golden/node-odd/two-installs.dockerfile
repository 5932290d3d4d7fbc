FROM node:22
WORKDIR /srv
COPY package.json package-lock.json ./
RUN npm ci && npm cache clean --force
COPY client/package.json ./client/
RUN npm --prefix client ci && npm cache clean --force
COPY . .
RUN npm run build
USER node
CMD ["node", "dist/index.js"]

# obstacle: Not converted to several stages: The file installs dependencies 2 times; which of them the running program needs is not certain.