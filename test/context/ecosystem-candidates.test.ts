import { describe, expect, it } from 'vitest';
import { proposeDockerignore } from '../../server/context/propose.ts';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { composerProject, mixProject, rubyProject } from '../support/dependency-projects.ts';
import { factsFor } from '../support/facts.ts';
import type { MemoryTree } from '../support/memory-file-system.ts';

const without = (tree: MemoryTree, ...names: string[]): MemoryTree =>
  Object.fromEntries(Object.entries(tree).filter(([name]) => !names.includes(name)));

async function lines(dockerfile: string, tree: MemoryTree): Promise<readonly string[]> {
  const facts = await factsFor(dockerfile, tree);
  const proposal = proposeDockerignore(facts, parseDockerfile(dockerfile));
  return proposal?.after.split('\n').filter((line) => line !== '' && !line.startsWith('#')) ?? [];
}

const php = without(composerProject, '.dockerignore');
const ruby = without(rubyProject, '.dockerignore');
const elixir = without(mixProject, '.dockerignore');
const composer = 'FROM composer:2.8\nWORKDIR /app\nCOPY . .\nRUN composer install --no-dev\n';

describe('PHP', () => {
  it('leaves out vendor where the image installs it', async () => {
    expect(await lines(composer, php)).toContain('vendor');
    expect(await lines('FROM php:8.4-fpm\nCOPY . /app\n', { ...php, 'vendor/autoload.php': '' })).not.toContain('vendor');
  }); // prettier-ignore
  it('keeps vendor where the Dockerfile copies it', async () => {
    expect(await lines(`${composer}COPY vendor/patched ./vendor/patched\n`, php)).not.toContain('vendor');
  });
  it('names the folder of the project', async () => {
    const tree = Object.fromEntries(Object.entries(php).map(([name, entry]) => [`api/${name}`, entry]));
    const dockerfile =
      'FROM composer:2.8\nCOPY . /src\nWORKDIR /src/api\nRUN php /usr/bin/composer install --no-dev\n';
    expect(await lines(dockerfile, tree)).toContain('api/vendor');
  });
  it('leaves out what Laravel and Symfony write', async () => {
    const laravel = { ...php, 'composer.json': '{"require":{"laravel/framework":"^12.0"}}', 'storage/logs/laravel.log': 'x', 'bootstrap/cache/.gitignore': '*' };
    expect(await lines(composer, laravel)).toContain('storage/logs/*.log');
    const symfony = { ...php, 'composer.json': '{"require":{"symfony/framework-bundle":"^7.3"}}', 'var/cache/dev/x.php': 'x' };
    const written = await lines(composer, symfony);
    expect(written).toContain('var/cache');
    expect(written).not.toContain('var/log');
  }); // prettier-ignore
});

describe('Ruby', () => {
  const rails = { ...ruby, Gemfile: "source 'https://rubygems.org'\ngem 'rails'\n", 'log/.keep': '', 'tmp/pids/server.pid': '1' }; // prettier-ignore
  const dockerfile = 'FROM ruby:3.4\nWORKDIR /app\nCOPY . .\nRUN bundle install\n';
  it('leaves out what Rails writes, and keeps the folders', async () => {
    const written = await lines(dockerfile, rails);
    expect(written.join(' ')).toContain('log/* !log/.keep tmp/* !tmp/.keep !tmp/pids/.keep');
    const facts = await factsFor(dockerfile, { ...rails, '.dockerignore': written.join('\n') });
    expect(facts.context.isIgnored('tmp/pids/server.pid')).toBe(true);
    expect(facts.context.isIgnored('log/.keep')).toBe(false);
  });
  it('leaves out gems that were installed here, and not vendor itself', async () => {
    const tree = { ...ruby, 'vendor/bundle/ruby/x.rb': 'x', 'vendor/javascript/x.js': 'x', 'composer.json': '{"require":{"a/b":"*"}}' }; // prettier-ignore
    const written = await lines(`${dockerfile}RUN composer install\n`, tree);
    expect(written).toContain('vendor/bundle');
    expect(written).not.toContain('vendor');
    expect(written).not.toContain('log/*');
  });
});

describe('Elixir', () => {
  it('leaves out deps and _build where the image fetches them', async () => {
    const written = await lines('FROM elixir:1.18\nCOPY . .\nRUN mix do deps.get, compile\n', { ...elixir, '.elixir_ls/x': 'x' }); // prettier-ignore
    expect(written).toEqual(expect.arrayContaining(['deps', '_build', '.elixir_ls']));
    expect(await lines('FROM elixir:1.18\nCOPY . .\nRUN mix compile\n', elixir)).not.toContain('deps');
  });
});
