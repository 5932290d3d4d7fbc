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
RUN curl -fsSL https://deb.nodesource.com/setup_22.x | bash - && apt-get install -y nodejs
RUN npm ci && npm cache clean --force && npm run build
RUN chown -R www-data:www-data storage bootstrap/cache
USER www-data
EXPOSE 9000
CMD ["php-fpm"]

# obstacle: Not converted to several stages: Node may be needed when the program runs, because spatie/browsershot calls it, and the file installs that by a script or a copy, which is not moved between stages.