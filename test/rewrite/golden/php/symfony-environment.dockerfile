FROM php:8.2-apache AS build
RUN apt-get update && apt-get install -y git unzip libicu-dev libpq-dev && docker-php-ext-install intl pdo_pgsql && a2enmod rewrite && rm -rf /var/lib/apt/lists/*
ENV APACHE_DOCUMENT_ROOT=/var/www/html/public
WORKDIR /var/www/html
RUN curl -sS https://getcomposer.org/installer | php -- --install-dir=/usr/local/bin --filename=composer
ENV APP_ENV=prod
COPY composer.json composer.lock ./
RUN --mount=type=cache,target=/root/.composer/cache \
    composer install --no-scripts --no-autoloader --no-dev --optimize-autoloader
COPY . .
RUN composer dump-autoload --no-dev --optimize
RUN php bin/console asset-map:compile && composer dump-env prod

FROM php:8.2-apache
RUN apt-get update && apt-get install -y libicu76 libpq5 && a2enmod rewrite && rm -rf /var/lib/apt/lists/*
ENV APACHE_DOCUMENT_ROOT=/var/www/html/public
RUN sed -ri -e 's!/var/www/html!${APACHE_DOCUMENT_ROOT}!g' /etc/apache2/sites-available/*.conf
# memory for large reports
RUN echo "memory_limit=512M" > /usr/local/etc/php/conf.d/memory.ini
COPY docker/vhost.conf /etc/apache2/sites-available/000-default.conf
WORKDIR /var/www/html
ENV APP_ENV=prod
COPY --from=build /usr/local/lib/php/extensions/ /usr/local/lib/php/extensions/
COPY --from=build /usr/local/etc/php/conf.d/docker-php-ext-*.ini /usr/local/etc/php/conf.d/
COPY --from=build /var/www/html/ ./
EXPOSE 80
