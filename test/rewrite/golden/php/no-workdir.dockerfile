FROM php:8.3-fpm AS build
WORKDIR /var/www/html
RUN apt-get update && apt-get install -y git unzip libpng-dev libzip-dev && rm -rf /var/lib/apt/lists/*
RUN docker-php-ext-install pdo_mysql gd zip
COPY --from=composer:2 /usr/bin/composer /usr/bin/composer
COPY composer.json composer.lock ./
RUN --mount=type=cache,target=/root/.composer/cache \
    composer install --no-scripts --no-autoloader --no-dev --optimize-autoloader
COPY . /var/www/html
RUN composer dump-autoload --no-dev --optimize

FROM php:8.3-fpm
WORKDIR /var/www/html
RUN apt-get update && apt-get install -y libpng16-16t64 libzip5 && rm -rf /var/lib/apt/lists/*
COPY --from=build /usr/local/lib/php/extensions/ /usr/local/lib/php/extensions/
COPY --from=build /usr/local/etc/php/conf.d/docker-php-ext-*.ini /usr/local/etc/php/conf.d/
COPY --from=build /var/www/html/ ./
RUN chown -R www-data:www-data storage bootstrap/cache
USER www-data
EXPOSE 9000
CMD ["php-fpm"]
