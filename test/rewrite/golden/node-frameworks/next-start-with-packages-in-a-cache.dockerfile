FROM node:22-alpine
WORKDIR /app
COPY package*.json ./
RUN --mount=type=cache,target=/app/node_modules --mount=type=cache,target=/root/.npm npm ci
COPY . .
RUN --mount=type=cache,target=/app/node_modules npm run build
EXPOSE 3000
CMD ["node_modules/.bin/next", "start"]

# obstacle: Not converted to several stages: The install keeps /app/node_modules in a cache mount, so no stage has the packages that the program needs: cache the package manager's downloads instead.