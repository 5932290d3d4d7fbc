FROM node:22-slim
WORKDIR /srv
COPY package.json package-lock.json ./
RUN npm ci && npm cache clean --force
COPY . .
RUN npx playwright install --with-deps chromium
RUN npm run build
CMD ["node", "dist/index.js"]

# obstacle: Not converted to several stages: `RUN npx playwright install --with-deps chromium` could serve the build or the running program; that is not certain.