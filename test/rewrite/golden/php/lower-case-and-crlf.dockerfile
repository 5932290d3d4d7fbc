from php:8.3-fpm as build␍
run apt-get update && apt-get install -y git unzip libpng-dev libzip-dev && rm -rf /var/lib/apt/lists/*␍
run docker-php-ext-install pdo_mysql gd zip␍
copy --from=composer:2 /usr/bin/composer /usr/bin/composer␍
workdir /var/www/html␍
copy composer.json composer.lock ./␍
run --mount=type=cache,target=/root/.composer/cache \␍
    composer install --no-scripts --no-autoloader --no-dev --optimize-autoloader␍
copy . .␍
run composer dump-autoload --no-dev --optimize␍
␍
from php:8.3-fpm␍
run apt-get update && apt-get install -y libpng16-16t64 libzip5 && rm -rf /var/lib/apt/lists/*␍
workdir /var/www/html␍
copy --from=build /usr/local/lib/php/extensions/ /usr/local/lib/php/extensions/␍
copy --from=build /usr/local/etc/php/conf.d/docker-php-ext-*.ini /usr/local/etc/php/conf.d/␍
copy --from=build /var/www/html/ ./␍
run chown -R www-data:www-data storage bootstrap/cache␍
user www-data␍
expose 9000␍
cmd ["php-fpm"]␍
