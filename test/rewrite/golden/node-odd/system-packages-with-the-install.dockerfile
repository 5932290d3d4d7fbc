FROM node:22-slim
WORKDIR /srv
COPY package.json package-lock.json ./
RUN apt-get update && apt-get install -y ffmpeg && rm -rf /var/lib/apt/lists/* && npm ci && npm cache clean --force
COPY . .
RUN npm run build
USER node
CMD ["node", "dist/index.js"]

# obstacle: Not converted to several stages: `RUN apt-get update && apt-get install -y ffmpeg && npm ci` installs system packages that the running program may need together with other work.