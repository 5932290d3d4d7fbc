FROM node:22-alpine
WORKDIR /site
COPY package*.json ./
RUN npm ci && npm cache clean --force
COPY . .
RUN npm run build
EXPOSE 3000
CMD ["npm", "start"]

# obstacle: Not converted to several stages: The container runs Create React App's development server, which project/compose.yaml (service web) gives REACT_APP_API: the built site would need it when the image is built.