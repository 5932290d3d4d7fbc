FROM php:8.3-apache
WORKDIR /var/www/html
RUN a2enmod rewrite
COPY --from=composer:2 /usr/bin/composer /usr/bin/composer
COPY composer.json composer.lock ./
RUN composer install --no-scripts --no-autoloader --no-dev && composer clear-cache
COPY . .
RUN composer dump-autoload --no-dev
