/** PHP and Ruby: who may run a program depends on the folders that it writes to. */
import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/security/root-user.ts';
import { factsFor } from '../../support/facts.ts';
import type { MemoryTree } from '../../support/memory-file-system.ts';
import { findingsOf, preferredFix } from '../../support/rule-tester.ts';

const rails = (extra: MemoryTree = {}): MemoryTree => ({
  Gemfile: 'source "https://rubygems.org"\ngem "rails"\ngem "puma"\n',
  'config.ru': 'run Rails.application\n',
  'storage/.keep': '',
  'db/schema.rb': '',
  ...extra,
});
const laravel = (extra: MemoryTree = {}): MemoryTree => ({
  'composer.json': JSON.stringify({ require: { 'laravel/framework': '^12.0' } }),
  'public/index.php': '<?php\n',
  'storage/logs/.gitignore': '*\n',
  'bootstrap/cache/.gitignore': '*\n',
  ...extra,
});
const slim = (code: string, extra: MemoryTree = {}): MemoryTree => ({
  'composer.json': JSON.stringify({ require: { 'slim/slim': '^4.0' } }),
  'public/index.php': `<?php\n${code}`,
  ...extra,
});
const sinatra = (code: string, extra: MemoryTree = {}): MemoryTree => ({
  Gemfile: 'source "https://rubygems.org"\ngem "sinatra"\n',
  'app.rb': code,
  ...extra,
});
const ruby = (lines = '', start = 'CMD ["bundle", "exec", "puma"]\n'): string =>
  `FROM ruby:3.4-slim\nWORKDIR /app\nCOPY . .\nRUN bundle install\n${lines}${start}`;
const php = (lines = '', start = 'CMD ["php", "-S", "0.0.0.0:8080", "-t", "public"]\n'): string =>
  `FROM php:8.4-cli\nWORKDIR /app\nCOPY . .\nRUN composer install\n${lines}${start}`;
const fpm = (lines = '', image = 'php:8.4-fpm'): string =>
  `FROM ${image}\nWORKDIR /app\nCOPY . .\nRUN composer install\n${lines}`;

async function lines(text: string, files: MemoryTree): Promise<readonly string[] | string> {
  const [finding] = findingsOf(rule, text, await factsFor(text, files));
  if (!finding) return 'silent';
  const fix = preferredFix(finding);
  if (fix?.preferred !== true) return finding.message;
  return fix.edits.flatMap(({ newText }) => newText.trim().split('\n'));
}
const account = 'RUN useradd --system --create-home --uid 10001 app';

describe('security/root-user, PHP and Ruby', () => {
  it.each<[string, string, MemoryTree, readonly string[]]>([
    ['Rails', ruby(), rails(), [`${account} && mkdir -p log tmp && chown -R app db log storage tmp`, 'USER app']],
    ['Rails on Alpine', ruby().replace('-slim', '-alpine'), rails(), ['RUN adduser -S -D -u 10001 app && mkdir -p log tmp && chown -R app db log storage tmp', 'USER app']],
    ['Rails without its parts', ruby(), { ...rails(), Gemfile: 'gem "railties"\ngem "puma"\n' }, [`${account} && mkdir -p log tmp && chown -R app log tmp`, 'USER app']],
    ['Rails out of another stage', 'FROM ruby:3.4 AS build\nWORKDIR /rails\nCOPY . .\nRUN bundle install\n\nFROM ruby:3.4-slim\nWORKDIR /rails\nCOPY --from=build /rails /rails\nCMD ["bin/rails", "server"]\n', rails(), [`${account} && mkdir -p log tmp && chown -R app db log storage tmp`, 'USER app']],
    ['Sinatra that writes nothing', ruby(), sinatra('get("/") { "x" }'), [account, 'USER app']],
    ['Sinatra with a database', ruby(), sinatra("DB = SQLite3::Database.new('db/shop.db')", { 'db/shop.db': '' }), [`${account} && chown -R app db`, 'USER app']],
    ['a folder that is made at the start', ruby(), sinatra("FileUtils.mkdir_p 'uploads'"), [`${account} && mkdir -p uploads && chown -R app uploads`, 'USER app']],
    ['Laravel', php('', 'CMD ["php", "artisan", "serve", "--host=0.0.0.0"]\n'), laravel(), ['RUN chown -R www-data:www-data bootstrap/cache storage', 'USER www-data']],
    ['Laravel with PHP-FPM', fpm(), laravel(), ['RUN chown -R www-data:www-data bootstrap/cache storage', 'USER www-data']],
    ['folders that belong to the user', fpm('RUN chown -R www-data:www-data storage bootstrap/cache\n'), laravel(), ['USER www-data']],
    ['folders of the user by its number', fpm('RUN chown -R 33:33 /app\n'), laravel(), ['USER www-data']],
    ['one of two folders', fpm('RUN chown -R www-data storage\n'), laravel(), ['RUN chown -R www-data:www-data bootstrap/cache', 'USER www-data']],
    ['folders for everybody', fpm('RUN chmod -R 777 storage bootstrap/cache\n'), laravel(), ['USER www-data']],
    ['folders for a group', fpm('RUN chmod -R 775 storage bootstrap/cache\n'), laravel(), ['RUN chown -R www-data:www-data bootstrap/cache storage', 'USER www-data']],
    ['a copy that gives them', 'FROM php:8.4-fpm\nWORKDIR /app\nCOPY --chown=www-data:www-data . .\nRUN composer install\n', laravel(), ['USER www-data']],
    ['an owner from before the copy', 'FROM php:8.4-fpm\nWORKDIR /app\nRUN mkdir storage && chown -R www-data storage\nCOPY . .\nRUN composer install\n', laravel(), ['RUN chown -R www-data:www-data bootstrap/cache storage', 'USER www-data']],
    ['packages of the context', 'FROM php:8.4-fpm\nWORKDIR /app\nCOPY . .\n', slim('', { 'vendor/autoload.php': '<?php\n' }), ['USER www-data']],
    ['another working directory', 'FROM php:8.4-fpm\nCOPY . /srv/shop\nRUN cd /srv/shop && composer install\n', laravel(), ['RUN chown -R www-data:www-data /srv/shop/bootstrap/cache /srv/shop/storage', 'USER www-data']],
    ['Slim with a log', php(), slim("new StreamHandler(__DIR__ . '/../logs/app.log');", { 'logs/.gitkeep': '' }), ['RUN chown -R www-data:www-data logs', 'USER www-data']],
    ['a start script that clears what is its own', ruby('', 'ENTRYPOINT ["./start.sh"]\n'), rails({ 'start.sh': '#!/bin/sh\nrm -f tmp/pids/server.pid\nexec bundle exec puma\n' }), [`${account} && mkdir -p log tmp && chown -R app db log storage tmp`, 'USER app']],
  ])('takes the fix for %s', async (_, text, files, expected) => {
    expect(await lines(text, files)).toEqual(expected);
  }); // prettier-ignore

  it.each<[string, string, MemoryTree, string]>([
    ['a file beside the program', ruby(), sinatra("SQLite3::Database.new('shop.db')"), 'the program writes to shop.db, beside its own files'],
    ['a place that nobody knows', ruby(), sinatra('File.write(path, x)'), 'app.rb writes to a place that only the running program knows'],
    ['an absolute place', php(), slim("file_put_contents('/var/lib/shop/x', 1);"), 'public/index.php writes to /var/lib/shop/x'],
    ['WordPress', php(), { ...slim(''), 'composer.json': JSON.stringify({ require: { 'johnpbloch/wordpress': '^6.0' } }) }, 'where wordpress writes to depends on its settings'],
    ['a port of the start command', ruby('', 'CMD ["bundle", "exec", "puma", "-b", "tcp://0.0.0.0:80"]\n'), sinatra(''), 'port 80 is below 1024'],
    ['a port of a server', php('', 'CMD ["php", "-S", "0.0.0.0:80"]\n'), slim(''), 'port 80 is below 1024'],
    ['a short option', ruby('', 'CMD ["rackup", "-p", "80"]\n'), sinatra(''), 'port 80 is below 1024'],
    ['Thruster', ruby('', 'CMD ["bin/thrust", "bin/rails", "server"]\n'), rails(), 'port 80 is below 1024'],
    ['a port of Puma', ruby(), sinatra('', { 'config/puma.rb': 'port ENV.fetch("PORT") { 80 }\n' }), 'port 80 is below 1024'],
    ['packages that nobody installs', 'FROM php:8.4-fpm\nWORKDIR /app\nCOPY --from=composer:2 /usr/bin/composer /usr/bin/composer\nCOPY . .\n', laravel(), 'the file installs no packages of composer.json, so somebody does that in the container'],
    ['gems that nobody installs', ruby().replace('RUN bundle install\n', ''), sinatra(''), 'the file installs no packages of Gemfile'],
    ['pools of its own', fpm('COPY pool.conf /usr/local/etc/php-fpm.d/www.conf\n'), laravel({ 'pool.conf': '' }), 'what the settings of php-fpm ask for is not known'],
    ['a pool that a command changes', fpm("RUN sed -i 's/9000/9001/' /usr/local/etc/php-fpm.d/zz-docker.conf\n"), laravel(), 'what the settings of php-fpm ask for is not known'],
    ['a start script that changes owners', ruby('', 'ENTRYPOINT ["./start.sh"]\n'), rails({ 'start.sh': '#!/bin/sh\nchown -R app tmp\nexec bundle exec puma\n' }), 'start.sh runs `chown -R app`'],
    ['a start script that links', php('', 'ENTRYPOINT ["./start.sh"]\n'), laravel({ 'start.sh': '#!/bin/sh\nphp artisan storage:link\nexec php artisan serve\n' }), 'start.sh runs `php artisan storage:link`'],
  ])('leaves it to the user with %s', async (_, text, files, expected) => {
    expect(await lines(text, files)).toContain(expected);
  }); // prettier-ignore

  it('lets Thruster listen where the environment says another port', async () => {
    const start = 'ENV HTTP_PORT=3000\nCMD ["bin/thrust", "bin/rails", "server"]\n';
    expect(await lines(ruby('', start), rails())).toContain('USER app');
  });

  it('does not take a folder that is mounted from the machine', async () => {
    const files = { ...laravel(), 'compose.yaml': 'services:\n  web:\n    build: .\n    volumes:\n      - ./data:/app/storage\n' };
    expect(await lines(fpm(), files)).toContain('a folder of the machine is mounted on /app/storage');
  }); // prettier-ignore

  it('says that PHP-FPM may as well start as its workers do', async () => {
    const text = fpm();
    const [finding] = findingsOf(rule, text, await factsFor(text, laravel()));
    expect(finding).toMatchObject({ severity: 'info' });
    expect(finding!.message).toContain('Its workers run as another user already');
  });

  it.each([
    ['Apache', fpm('', 'php:8.4-apache')],
    ['a supervisor', fpm('CMD ["supervisord"]\n')],
    ['an entrypoint that nobody knows', fpm('ENTRYPOINT ["/entry.sh"]\nCMD ["php-fpm"]\n')],
  ])('says nothing of %s', async (_, text) => {
    expect(await lines(text, laravel())).toBe('silent');
  });
});
