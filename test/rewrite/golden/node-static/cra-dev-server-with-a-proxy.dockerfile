FROM node:22-alpine
WORKDIR /site
COPY package*.json ./
RUN npm ci && npm cache clean --force
COPY . .
RUN npm run build
EXPOSE 3000
CMD ["npm", "start"]

# obstacle: Not converted to several stages: The container runs Create React App's development server, which hands requests on to other servers by package.json: let a web server with these rules serve the built site.