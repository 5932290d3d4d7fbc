FROM php:8.4-cli AS build
RUN apt-get update && apt-get install -y git unzip
COPY --from=composer:2 /usr/bin/composer /usr/bin/composer
WORKDIR /app
COPY composer.json composer.lock ./
RUN --mount=type=cache,target=/root/.composer/cache \
    composer install --no-scripts --no-autoloader --no-dev --optimize-autoloader
COPY . .
RUN composer dump-autoload --no-dev --optimize

FROM php:8.4-cli
WORKDIR /app
COPY --from=build /app/ ./
RUN mkdir -p logs && chown -R www-data:www-data logs
USER www-data
EXPOSE 8080
CMD ["php", "-S", "0.0.0.0:8080", "-t", "public"]
