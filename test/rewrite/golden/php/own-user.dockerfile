FROM php:8.3-fpm AS build
ARG uid=1000
RUN apt-get update && apt-get install -y git curl zip unzip libonig-dev libxml2-dev
RUN docker-php-ext-install pdo_mysql mbstring bcmath
COPY --from=composer:latest /usr/bin/composer /usr/bin/composer
RUN useradd -G www-data,root -u $uid -d /home/dev dev
RUN mkdir -p /home/dev/.composer && chown -R dev:dev /home/dev
WORKDIR /var/www
COPY . .
RUN chown -R dev:dev /var/www
USER dev
RUN composer install --optimize-autoloader --no-dev

FROM php:8.3-fpm
ARG uid=1000
RUN apt-get update && apt-get install -y libonig5 libxml2 && rm -rf /var/lib/apt/lists/*
RUN useradd -G www-data,root -u $uid -d /home/dev dev
RUN mkdir -p /home/dev/.composer && chown -R dev:dev /home/dev
WORKDIR /var/www
COPY --from=build /usr/local/lib/php/extensions/ /usr/local/lib/php/extensions/
COPY --from=build /usr/local/etc/php/conf.d/docker-php-ext-*.ini /usr/local/etc/php/conf.d/
COPY --from=build --chown=dev:dev /var/www/ ./
RUN chown -R dev:dev /var/www
USER dev
