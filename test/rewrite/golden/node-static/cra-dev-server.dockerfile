FROM node:22-alpine
WORKDIR /site
COPY package*.json ./
RUN npm ci && npm cache clean --force
COPY . .
EXPOSE 3000
CMD ["npm", "start"]

# obstacle: Not converted to several stages: The container runs Create React App's development server, and the image never builds the site, so whether the build passes is not certain: add `RUN npm run build` and start `npx serve -s build -l 3000`, or convert it with the command of its own.