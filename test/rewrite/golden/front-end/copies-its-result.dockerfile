FROM node:22-alpine
WORKDIR /app
COPY client/package.json client/package-lock.json ./client/
RUN cd client && npm ci && npm cache clean --force
COPY . .
RUN cd client && npm run build
RUN cd server && npm ci && npm cache clean --force
USER node
CMD ["node", "server/index.js"]

# obstacle: Not converted to several stages: The `build` script of client/package.json runs `cp`, which may write elsewhere than to dist/.