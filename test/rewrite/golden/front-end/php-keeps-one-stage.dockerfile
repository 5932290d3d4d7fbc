FROM node:24 AS web
WORKDIR /var/www/html/web
COPY web/package.json web/package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY web/ ./
RUN npm run build

FROM php:8.3-apache
WORKDIR /var/www/html
COPY . .
COPY --from=web /var/www/html/web/dist ./web/dist
EXPOSE 80
CMD ["apache2-foreground"]
