FROM node:22 AS build
WORKDIR /site
ARG REACT_APP_API
ENV REACT_APP_API=$REACT_APP_API
COPY package.json yarn.lock ./
RUN --mount=type=cache,target=/usr/local/share/.cache/yarn,sharing=locked yarn install --frozen-lockfile
COPY . .
RUN yarn build

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
COPY --from=build /site/build /usr/share/nginx/html
EXPOSE 3000
HEALTHCHECK CMD ["wget", "-q", "--spider", "http://127.0.0.1:3000/"]
