FROM node:22-alpine
WORKDIR /site
COPY package.json package-lock.json ./
RUN npm ci && npm cache clean --force
COPY . .
RUN npm run build
USER node
EXPOSE 8080
CMD ["npm", "run", "preview"]

# obstacle: Not converted to several stages: `vite preview` does more than serve the build's files: vite.config.ts hands requests on to other servers or changes answers.