FROM php:8.3-fpm
RUN apt-get update && apt-get install -y git unzip nodejs npm libpng-dev libzip-dev && rm -rf /var/lib/apt/lists/*
RUN docker-php-ext-install pdo_mysql gd zip
COPY --from=composer:2 /usr/bin/composer /usr/bin/composer
WORKDIR /var/www/html
COPY composer.json composer.lock ./
RUN composer install --no-scripts --no-autoloader --no-dev --optimize-autoloader \
    && composer clear-cache
COPY . .
RUN composer dump-autoload --no-dev --optimize
RUN npm ci && npm cache clean --force && npm run build
RUN chown -R www-data:www-data storage bootstrap/cache
USER www-data
EXPOSE 9000
CMD ["php-fpm"]

# obstacle: Not converted to several stages: package.json builds pages that a server renders, so Node and its packages stay with the program.