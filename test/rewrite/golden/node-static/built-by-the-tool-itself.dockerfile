FROM node:22 AS build
WORKDIR /site
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY . .
RUN npx vite build

FROM nginxinc/nginx-unprivileged:1.31-alpine-slim
COPY <<'EOF' /etc/nginx/conf.d/default.conf
server {
    listen 3000;
    root /usr/share/nginx/html;
    gzip on;
    gzip_types text/css application/javascript application/json image/svg+xml;
    location / {
        try_files $uri $uri.html $uri/ /index.html;
    }
}
EOF
COPY --from=build /site/dist /usr/share/nginx/html
EXPOSE 3000
