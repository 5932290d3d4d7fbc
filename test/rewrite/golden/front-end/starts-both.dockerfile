FROM node:22-alpine
WORKDIR /app
COPY client/package.json client/package-lock.json ./client/
RUN cd client && npm ci && npm cache clean --force
COPY . .
RUN cd client && npm run build
RUN cd server && npm ci && npm cache clean --force
USER node
CMD ["npm", "start"]

# obstacle: Not converted to several stages: The container starts `concurrently "npm start --prefix server" "npm start --prefix client"` in the folder of the front end, so building it apart could leave out what that needs.