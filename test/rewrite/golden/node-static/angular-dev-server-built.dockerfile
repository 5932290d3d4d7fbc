FROM node:22 AS build
WORKDIR /site
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY . .
RUN npm run build

FROM nginxinc/nginx-unprivileged:1.31-alpine-slim
COPY <<'EOF' /etc/nginx/conf.d/default.conf
server {
    listen 4200;
    root /usr/share/nginx/html;
    location / {
        try_files $uri $uri.html $uri/ /index.html;
    }
}
EOF
COPY --from=build /site/dist/site/browser /usr/share/nginx/html
EXPOSE 4200
