FROM node:22-slim
WORKDIR /srv
COPY package.json yarn.lock ./
RUN npm install && npm cache clean --force
COPY . .
RUN npm run build
USER node
CMD ["node", "dist/index.js"]

# obstacle: Not converted to several stages: The file installs with npm, but the lockfile (yarn.lock) is for yarn: decide for one first.