FROM node:22-alpine
WORKDIR /app
COPY package*.json ./
RUN npm ci && npm cache clean --force
COPY . .
RUN npm run build
USER node
EXPOSE 3000
CMD ["node", "build"]

# obstacle: Not converted to several stages: SvelteKit builds with @sveltejs/adapter-vercel, which makes no server for a container: use @sveltejs/adapter-node and start `node build`, or @sveltejs/adapter-static for files alone.