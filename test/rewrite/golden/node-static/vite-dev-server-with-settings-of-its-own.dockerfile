FROM node:22-alpine
WORKDIR /site
COPY package*.json ./
RUN npm ci && npm cache clean --force
COPY . .
RUN npm run build
EXPOSE 5173
CMD ["npx", "vite", "--host"]

# obstacle: Not converted to several stages: The container runs Vite's development server, and the built site may be another one: .env.development is read in one of the two modes only.