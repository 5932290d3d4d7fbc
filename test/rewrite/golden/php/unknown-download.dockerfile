FROM php:8.3-fpm
RUN apt-get update && apt-get install -y git unzip libpng-dev libzip-dev && rm -rf /var/lib/apt/lists/*
RUN docker-php-ext-install pdo_mysql gd zip
COPY --from=composer:2 /usr/bin/composer /usr/bin/composer
RUN curl -sSL https://example.com/tool.tar.gz | tar xz -C /opt
WORKDIR /var/www/html
COPY composer.json composer.lock ./
RUN composer install --no-scripts --no-autoloader --no-dev --optimize-autoloader \
    && composer clear-cache
COPY . .
RUN composer dump-autoload --no-dev --optimize
RUN chown -R www-data:www-data storage bootstrap/cache
USER www-data
EXPOSE 9000
CMD ["php-fpm"]

# obstacle: Not converted to several stages: `RUN curl -sSL https://example.com/tool.tar.gz | tar xz -C…` could serve the build or the running program; that is not certain.