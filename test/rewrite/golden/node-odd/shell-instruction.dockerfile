FROM node:22-slim
WORKDIR /srv
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
COPY package.json package-lock.json ./
RUN npm ci && npm cache clean --force
COPY . .
RUN npm run build
USER node
CMD ["node", "dist/index.js"]

# obstacle: Not converted to several stages: SHELL is not moved between stages.