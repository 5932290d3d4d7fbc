/** PHP images: Composer, extensions, Laravel, Symfony. */
import type { MemoryTree } from '../support/memory-file-system.ts';
import { goldenTests } from './golden.ts';
import type { PlanCase } from './plan-tester.ts';

const ignored = { '.dockerignore': '.git\n.env\nvendor\nnode_modules\nDockerfile\n' };
const laravel = (extra: MemoryTree = {}, require: Record<string, string> = {}): MemoryTree => ({
  'composer.json': JSON.stringify({
    name: 'acme/shop',
    type: 'project',
    require: { php: '^8.2', 'laravel/framework': '^12.0', ...require },
    'require-dev': { 'phpunit/phpunit': '^11.0' },
    autoload: { 'psr-4': { 'App\\': 'app/' } },
    scripts: { 'post-autoload-dump': ['Illuminate\\Foundation\\ComposerScripts::postAutoloadDump', '@php artisan package:discover --ansi'] },
  }),
  'composer.lock': JSON.stringify({
    packages: [{ name: 'laravel/framework', version: 'v12.1.0' }],
    'packages-dev': [{ name: 'phpunit/phpunit', version: '11.5.0' }],
  }),
  artisan: '#!/usr/bin/env php\n',
  'app/Models/Order.php': '<?php\n',
  'public/index.php': '<?php\n',
  'bootstrap/cache/.gitignore': '*\n',
  'storage/logs/.gitignore': '*\n',
  ...ignored,
  ...extra,
}); // prettier-ignore
const vite = (build = 'vite build'): MemoryTree => ({
  'package.json': JSON.stringify({
    private: true,
    scripts: { build },
    devDependencies: { vite: '^7.0.0', 'laravel-vite-plugin': '^2.0.0' },
  }),
  'package-lock.json': JSON.stringify({
    name: 'shop',
    lockfileVersion: 3,
    packages: {
      '': { devDependencies: { vite: '^7.0.0', 'laravel-vite-plugin': '^2.0.0' } },
      'node_modules/vite': { version: '7.0.0', dev: true },
      'node_modules/laravel-vite-plugin': { version: '2.0.0', dev: true },
    },
  }),
  'vite.config.js':
    "import { defineConfig } from 'vite';\nimport laravel from 'laravel-vite-plugin';\n\nexport default defineConfig({ plugins: [laravel({ input: ['resources/js/app.js'] })] });\n",
  'resources/js/app.js': '',
});

const text = `FROM php:8.3-fpm
RUN apt-get update && apt-get install -y git unzip libpng-dev libzip-dev && rm -rf /var/lib/apt/lists/*
RUN docker-php-ext-install pdo_mysql gd zip
COPY --from=composer:2 /usr/bin/composer /usr/bin/composer
WORKDIR /var/www/html
COPY . .
RUN composer install --no-dev --optimize-autoloader
RUN chown -R www-data:www-data storage bootstrap/cache
EXPOSE 9000
CMD ["php-fpm"]
`;
const from = (image: string, base = text): string => base.replace('php:8.3-fpm', image);
const start = (command: string, base = text): string => base.replace('CMD ["php-fpm"]', command);
const before = (line: string, lines: string, base = text): string => base.replace(line, `${lines}\n${line}`);
const node = 'RUN curl -fsSL https://deb.nodesource.com/setup_22.x | bash - && apt-get install -y nodejs';
const assets = 'RUN npm ci && npm run build';
const alpine = `FROM php:8.4-fpm-alpine
RUN apk add --no-cache git unzip libpng-dev libzip-dev icu-dev $PHPIZE_DEPS
RUN docker-php-ext-configure gd && docker-php-ext-install -j$(nproc) gd zip intl pdo_mysql
RUN pecl install redis && docker-php-ext-enable redis
COPY --from=composer:2 /usr/bin/composer /usr/bin/composer
WORKDIR /var/www
COPY --chown=www-data:www-data . .
RUN composer install --no-dev --no-interaction --optimize-autoloader
USER www-data
CMD ["php-fpm"]
`;
const apache = `FROM php:8.2-apache
RUN apt-get update && apt-get install -y git unzip libicu-dev libpq-dev && docker-php-ext-install intl pdo_pgsql && a2enmod rewrite && rm -rf /var/lib/apt/lists/*
ENV APACHE_DOCUMENT_ROOT=/var/www/html/public
RUN sed -ri -e 's!/var/www/html!\${APACHE_DOCUMENT_ROOT}!g' /etc/apache2/sites-available/*.conf
# memory for large reports
RUN echo "memory_limit=512M" > /usr/local/etc/php/conf.d/memory.ini
COPY docker/vhost.conf /etc/apache2/sites-available/000-default.conf
WORKDIR /var/www/html
RUN curl -sS https://getcomposer.org/installer | php -- --install-dir=/usr/local/bin --filename=composer
COPY . .
RUN composer install --no-dev --optimize-autoloader
EXPOSE 80
`;

const slim = (code: string): MemoryTree => ({
  'composer.json': JSON.stringify({ type: 'project', require: { php: '^8.2', 'slim/slim': '^4.14', 'monolog/monolog': '^3.0' }, autoload: { 'psr-4': { 'App\\\\': 'src/' } } }),
  'composer.lock': JSON.stringify({ packages: [{ name: 'slim/slim', version: '4.14.0' }, { name: 'monolog/monolog', version: '3.9.0' }], 'packages-dev': [] }),
  'public/index.php': `<?php\n${code}`,
  'src/Shop.php': '<?php\n',
  ...ignored,
}); // prettier-ignore
const server = `FROM php:8.4-cli
RUN apt-get update && apt-get install -y git unzip
COPY --from=composer:2 /usr/bin/composer /usr/bin/composer
WORKDIR /app
COPY . .
RUN composer install
EXPOSE 8080
CMD ["php", "-S", "0.0.0.0:8080", "-t", "public"]
`;

const cases: PlanCase[] = [
  { name: 'laravel-fpm', files: laravel(), text },
  { name: 'with-development-packages', files: laravel(), text: text.replace(' --no-dev', '') },
  { name: 'laravel-vite', files: laravel(vite()), text: before('RUN chown', `${node}\n${assets}`) },
  { name: 'laravel-vite-apt-node', files: laravel(vite()), text: before('RUN chown', assets, text.replace('git unzip', 'git unzip nodejs npm')) },
  { name: 'laravel-node-copied', files: laravel(vite()), text: before('RUN chown', assets, before('WORKDIR', 'COPY --from=node:22 /usr/local/lib/node_modules /usr/local/lib/node_modules\nCOPY --from=node:22 /usr/local/bin/node /usr/local/bin/node\nRUN ln -s /usr/local/lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm')) },
  { name: 'laravel-ssr', files: laravel(vite('vite build && vite build --ssr')), text: before('RUN chown', assets, text.replace('git unzip', 'git unzip nodejs npm')) },
  { name: 'browsershot', files: laravel(vite(), { 'spatie/browsershot': '^5.0' }), text: before('RUN chown', `${node}\n${assets}`) },
  { name: 'caches-after-the-install', files: laravel(), text: before('RUN chown', 'RUN php artisan storage:link && php artisan route:cache && php artisan view:cache') },
  { name: 'artisan-serve', files: laravel(), text: start('CMD php artisan serve --host=0.0.0.0 --port=8000', from('php:8.3-cli')) },
  { name: 'alpine', files: laravel(), text: alpine },
  { name: 'alpine-removed-group', files: laravel(), text: alpine.replace('RUN apk add --no-cache git unzip libpng-dev libzip-dev icu-dev $PHPIZE_DEPS', 'RUN apk add --no-cache libpng libzip icu-libs git\nRUN apk add --no-cache --virtual .build-deps libpng-dev libzip-dev icu-dev $PHPIZE_DEPS').replace('docker-php-ext-enable redis', 'docker-php-ext-enable redis && apk del .build-deps') },
  { name: 'symfony-apache', files: laravel({ 'docker/vhost.conf': '<VirtualHost *:80>\n' }), text: apache },
  { name: 'symfony-environment', files: laravel({ 'docker/vhost.conf': '' }), text: before('EXPOSE', 'RUN php bin/console asset-map:compile && composer dump-env prod', apache.replace('COPY . .', 'ENV APP_ENV=prod\nCOPY . .')) },
  { name: 'extensions-without-composer', files: { 'index.php': '<?php\n', ...ignored }, text: 'FROM php:8.3-apache\nRUN apt-get update && apt-get install -y libfreetype6-dev libjpeg62-turbo-dev libpng-dev\nRUN docker-php-ext-configure gd --with-freetype --with-jpeg && docker-php-ext-install -j"$(nproc)" gd mysqli\nCOPY . /var/www/html/\n' },
  { name: 'plain-index', files: { 'index.php': '<?php\n', ...ignored }, text: 'FROM php:8.3-apache\nCOPY . /var/www/html/\nEXPOSE 80\n' },
  { name: 'extensions-alone', files: { 'index.php': '<?php\n', ...ignored }, text: 'FROM php:8.3-apache\nRUN docker-php-ext-install mysqli pdo_mysql\nCOPY . /var/www/html/\n' },
  { name: 'composer-alone', files: laravel(), text: 'FROM php:8.3-apache\nWORKDIR /var/www/html\nRUN a2enmod rewrite\nCOPY --from=composer:2 /usr/bin/composer /usr/bin/composer\nCOPY . .\nRUN composer install --no-dev\n' },
  { name: 'unknown-headers', files: laravel(), text: text.replace('libpng-dev', 'libpng-dev libfrobnicate-dev') },
  { name: 'installer-of-extensions', files: laravel(), text: text.replace('RUN docker-php-ext-install pdo_mysql gd zip', 'COPY --from=mlocati/php-extension-installer /usr/bin/install-php-extensions /usr/local/bin/\nRUN install-php-extensions gd zip intl').replace(' libpng-dev libzip-dev', '') },
  { name: 'start-script', files: laravel({ 'docker/start.sh': '#!/bin/sh\nset -e\nphp artisan migrate --force\nexec php-fpm\n' }), text: start('CMD ["sh", "/var/www/html/docker/start.sh"]') },
  { name: 'start-script-installs', files: laravel({ 'docker/start.sh': '#!/bin/sh\ncomposer install\nphp artisan migrate --force\nexec php-fpm\n' }), text: start('CMD ["sh", "/var/www/html/docker/start.sh"]') },
  { name: 'supervisor-and-nginx', files: laravel({ 'docker/supervisord.conf': '', 'docker/nginx.conf': '' }), text: start('CMD ["/usr/bin/supervisord", "-c", "/etc/supervisor/conf.d/supervisord.conf"]', before('WORKDIR', 'COPY docker/nginx.conf /etc/nginx/nginx.conf\nCOPY docker/supervisord.conf /etc/supervisor/conf.d/supervisord.conf', text.replace('git unzip', 'git unzip nginx supervisor'))) },
  { name: 'own-user', files: laravel(), text: `FROM php:8.3-fpm
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
RUN composer install --no-dev
` },
  { name: 'set-e-and-semicolons', files: laravel(), text: text.replace(/RUN apt-get.*\nRUN docker.*/, 'RUN set -eux; \\\n    apt-get update; \\\n    apt-get install -y --no-install-recommends git unzip libzip-dev; \\\n    docker-php-ext-install zip; \\\n    cp "$PHP_INI_DIR/php.ini-production" "$PHP_INI_DIR/php.ini"; \\\n    rm -rf /var/lib/apt/lists/*') },
  { name: 'owner-of-everything', files: laravel(), text: text.replace('storage bootstrap/cache', '/var/www/html && chmod -R 775 storage') },
  { name: 'composer-for-the-container', files: laravel(), text: text.replace('RUN composer install --no-dev --optimize-autoloader\n', '') },
  { name: 'cron', files: laravel(), text: start('CMD ["cron", "-f"]', before('EXPOSE', 'RUN echo "* * * * * www-data php /var/www/html/artisan schedule:run" > /etc/cron.d/schedule && chmod 0644 /etc/cron.d/schedule && crontab /etc/cron.d/schedule', text.replace('git unzip', 'git unzip cron'))) },
  { name: 'latest', files: laravel(), text: from('php:fpm') },
  { name: 'subfolder', files: Object.fromEntries(Object.entries(laravel()).map(([path, file]) => [path === '.dockerignore' ? path : `src/${path}`, file])), text: text.replace('COPY . .', 'COPY src/ ./') },
  { name: 'no-workdir', files: laravel(), text: text.replace('WORKDIR /var/www/html\n', '').replace('COPY . .', 'COPY . /var/www/html') },
  { name: 'other-base', files: laravel(), text: from('webdevops/php-nginx:8.3') },
  { name: 'version-argument', files: laravel(), text: `ARG PHP_VERSION=8.3\n${from('php:${PHP_VERSION}-fpm')}` },
  { name: 'platform', files: laravel(), text: text.replace('FROM ', 'FROM --platform=linux/amd64 ') },
  { name: 'health-check-with-curl', files: laravel(), text: start('HEALTHCHECK CMD curl -f http://localhost/ || exit 1', from('php:8.3-apache', text.replace('git unzip', 'git curl unzip'))) },
  { name: 'lower-case-and-crlf', files: laravel(), text: text.replace(/^(?:FROM|RUN|COPY|WORKDIR|EXPOSE|CMD)/gm, (word) => word.toLowerCase()).replaceAll('\n', '\r\n') },
  { name: 'unknown-download', files: laravel(), text: before('WORKDIR', 'RUN curl -sSL https://example.com/tool.tar.gz | tar xz -C /opt') },
  { name: 'slim-with-a-log', files: slim("$log->pushHandler(new StreamHandler(__DIR__ . '/../logs/app.log'));\n"), text: server },
  { name: 'writes-where-nobody-knows', files: slim('file_put_contents($target, 1);\n'), text: server },
  { name: 'laravel-three-stages', files: laravel(vite()), text: `FROM node:22 AS assets
WORKDIR /app
COPY . .
RUN npm ci && npm run build

FROM composer:2 AS vendor
WORKDIR /app
COPY composer.json composer.lock ./
RUN composer install --no-dev --no-scripts --optimize-autoloader --ignore-platform-reqs

FROM php:8.4-fpm-alpine
WORKDIR /var/www/html
COPY . .
COPY --from=vendor /app/vendor ./vendor
COPY --from=assets /app/public/build ./public/build
EXPOSE 9000
` },
]; // prettier-ignore

goldenTests('php', cases);
