FROM php:8.4-fpm-alpine AS build
RUN apk add --no-cache git unzip libpng-dev libzip-dev icu-dev $PHPIZE_DEPS
RUN docker-php-ext-configure gd && docker-php-ext-install -j$(nproc) gd zip intl pdo_mysql
RUN pecl install redis && docker-php-ext-enable redis
COPY --from=composer:2 /usr/bin/composer /usr/bin/composer
WORKDIR /var/www
COPY --chown=www-data:www-data composer.json composer.lock ./
RUN --mount=type=cache,target=/root/.composer/cache \
    composer install --no-scripts --no-autoloader --no-dev --no-interaction --optimize-autoloader
COPY --chown=www-data:www-data . .
RUN composer dump-autoload --no-dev --optimize --no-interaction

FROM php:8.4-fpm-alpine
RUN apk add --no-cache libpng libzip icu-libs
WORKDIR /var/www
COPY --from=build /usr/local/lib/php/extensions/ /usr/local/lib/php/extensions/
COPY --from=build /usr/local/etc/php/conf.d/docker-php-ext-*.ini /usr/local/etc/php/conf.d/
COPY --from=build --chown=www-data:www-data /var/www/ ./
USER www-data
CMD ["php-fpm"]
