FROM node:22-alpine
WORKDIR /srv
COPY . .
RUN <<EOF
npm ci && npm cache clean --force
npm run build
EOF
USER node
CMD ["node", "dist/index.js"]

# obstacle: Not converted to several stages: `RUN <<EOF npm ci npm run build EOF` could serve the build or the running program; that is not certain.