FROM node:22-alpine
WORKDIR /site
COPY package*.json ./
RUN npm ci && npm cache clean --force
COPY . .
RUN npm run build
ENV NODE_ENV=development
EXPOSE 3000
CMD ["npm", "start"]

# obstacle: Not converted to several stages: The container runs Create React App's development server, and the image is one for development by its name or its mode.