FROM node:22
ARG MODE=start
ENV MODE=$MODE
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev && npm cache clean --force
COPY . .
USER node
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s CMD ["node", "-e", "fetch('http://127.0.0.1:3000/healthz').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["/bin/sh", "-c", "exec npm run $MODE"]

# obstacle: Not converted to several stages: What the container runs is not certain: which script `npm run $MODE` calls is decided by a variable.