FROM node:22-alpine
COPY . .
RUN npm ci && npm cache clean --force && npm run build && npm prune --omit=dev
USER node
CMD ["node", "dist/index.js"]

# obstacle: Not converted to several stages: What the install leaves beside node_modules is not certain (the `postinstall` script of package.json runs `node setup.js`), and the project lies in the root folder of the image, which can't be copied whole: give it a WORKDIR.