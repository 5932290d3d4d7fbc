FROM node:22-slim
WORKDIR /srv
COPY package.json ./
RUN npm install && npm cache clean --force
COPY . .
RUN npm run build
USER node
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s CMD ["node", "-e", "fetch('http://127.0.0.1:8080/health').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/index.js"]

# obstacle: Not converted to several stages: The file installs with npm, but the lockfile (pnpm-lock.yaml) is for pnpm: decide for one first.