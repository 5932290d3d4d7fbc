FROM node:22-alpine
WORKDIR /app
COPY package*.json ./
RUN npm ci && npm cache clean --force
COPY . .
RUN npm run build
USER node
EXPOSE 3000
CMD ["npm", "start"]

# obstacle: Not converted to several stages: The container starts with `react-router-serve ./build/server/index.js`, which needs a development package: start the built program instead.