FROM php:8.3-fpm
RUN apt-get update && apt-get install -y git unzip libpng-dev libzip-dev && rm -rf /var/lib/apt/lists/*
RUN docker-php-ext-install pdo_mysql gd zip
COPY --from=composer:2 /usr/bin/composer /usr/bin/composer
WORKDIR /var/www/html
COPY composer.json composer.lock ./
RUN composer install --no-scripts --no-autoloader --no-dev --optimize-autoloader \
    && composer clear-cache
COPY . .
RUN composer dump-autoload --no-dev --optimize
RUN chown -R www-data:www-data storage bootstrap/cache
EXPOSE 9000
CMD ["sh", "/var/www/html/docker/start.sh"]

# obstacle: Not converted to several stages: docker/start.sh runs `composer install` when it starts, which needs the tools of the build.