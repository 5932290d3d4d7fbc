FROM node:22
WORKDIR /srv
COPY package.json package-lock.json ./
RUN npm ci && npm cache clean --force
COPY . .
RUN npm run build
CMD ["/start.sh"]

# obstacle: Not converted to several stages: What the container runs is not certain: the container starts through a shell script (/start.sh).