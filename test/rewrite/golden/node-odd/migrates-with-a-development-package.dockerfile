FROM node:22-alpine
WORKDIR /srv
COPY package.json package-lock.json ./
RUN npm ci && npm cache clean --force
COPY . .
RUN npm run build
USER node
CMD ["npm", "start"]

# obstacle: Not converted to several stages: The container starts a script that calls a development package, which the final image would not have: make it a production dependency, or call it elsewhere.