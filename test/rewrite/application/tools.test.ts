import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../../server/dockerfile/parse.ts';
import { shellOf, type ShellCommand } from '../../../server/dockerfile/shell.ts';
import {
  buildToolSide,
  isNodePackage,
  isNodeProgram,
  projectFileSide,
  settingsSide,
} from '../../../server/rewrite/application/tools.ts';

function commands(script: string): readonly ShellCommand[] {
  const model = parseDockerfile(`FROM php:8.4\nRUN ${script}\n`);
  return shellOf(model.instructions[1]!, model)!.commands;
}

describe('tools of builds beside the language', () => {
  it.each<[string, 'build' | 'neutral' | undefined]>([
    ['curl -fsSL https://deb.nodesource.com/setup_22.x | bash -', 'build'],
    ['curl -sS https://getcomposer.org/installer | php', 'build'],
    ['curl -sS https://dl.yarnpkg.com/debian/pubkey.gpg | apt-key add -', 'build'],
    ['echo "deb https://dl.yarnpkg.com/debian/ stable main" > /etc/apt/sources.list.d/yarn.list', 'build'],
    ['corepack enable', 'build'],
    ['npm ci', 'build'],
    ['yarn build', 'build'],
    ['ln -s /usr/local/lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm', 'build'],
    ['node --version', 'neutral'],
    ['nproc', 'neutral'],
    ['curl -sSL https://example.org/install.sh | bash', undefined],
    ['php artisan migrate', undefined],
  ])('%s', (script, side) => {
    for (const command of commands(script)) expect(buildToolSide(command), command.name).toBe(side);
  });

  it.each<[string, 'build' | undefined]>([
    ['cp .env.example .env', 'build'],
    ['rm -rf node_modules tests', 'build'],
    ['mv a/b ./c', 'build'],
    ['cp a /etc/a', undefined],
    ['rm -rf ../other', undefined],
    ['rm -rf a/../../b', undefined],
    ['cp', undefined],
    ['touch a', undefined],
  ])('files of the project: %s', (script, side) => {
    expect(projectFileSide(commands(script)[0]!)).toBe(side);
  });

  it.each<[string, 'image' | undefined]>([
    ['echo "memory_limit=512M" > /usr/local/etc/php/conf.d/memory.ini', 'image'],
    ['cp "$PHP_INI_DIR/php.ini-production" "$PHP_INI_DIR/php.ini"', 'image'],
    ["sed -i 's/80/8080/' /etc/apache2/ports.conf", 'image'],
    ["sed -ri -e 's!/var/www/html!/srv!g' /etc/apache2/sites-available/*.conf", 'image'],
    ['rm -f /etc/nginx/sites-enabled/default', 'image'],
    ['crontab /etc/cron.d/jobs', 'image'],
    ['echo 1 > /app/version', undefined],
    ["sed -i 's/a/b/' config.php", undefined],
    ['rm -rf /usr/src/php', undefined],
    ['mkdir /etc/app', undefined],
  ])('settings of the image: %s', (script, side) => {
    expect(settingsSide(commands(script)[0]!)).toBe(side);
  });

  it('knows what comes with Node', () => {
    expect(['nodejs', 'npm', 'yarn', 'pnpm'].every(isNodePackage)).toBe(true);
    expect(['node', 'npx', 'bun', 'corepack'].every(isNodeProgram)).toBe(true);
    expect(['php', 'nodemon'].some((name) => isNodePackage(name) || isNodeProgram(name))).toBe(false);
  });
});
