FROM node:22-alpine
WORKDIR /srv
COPY package.json package-lock.json ./
RUN npm ci && npm cache clean --force
COPY . .
RUN npm run build

# obstacle: Not converted to several stages: What the container runs is not certain: the file has no CMD.