import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/reproducible/lockfile-install.ts';
import {
  composerProject,
  gemfileLock,
  mixProject,
  pipenvProject,
  poetryProject,
  rubyProject,
  uvApplication,
} from '../../support/dependency-projects.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const python = (lines: string): string =>
  `FROM python:3.13-slim AS build\nWORKDIR /app\n${lines}FROM python:3.13-slim\nCOPY --from=build /app /app\nUSER 10001\nCMD ["python", "-m", "shop"]\n`;
const php = (lines: string): string =>
  `FROM composer:2.8 AS vendor\nWORKDIR /app\n${lines}FROM php:8.4-fpm-alpine\nWORKDIR /app\nCOPY --from=vendor /app ./\nUSER www-data\n`;
const ruby = (lines: string): string =>
  `FROM ruby:3.4 AS build\nWORKDIR /app\n${lines}FROM ruby:3.4-slim\nCOPY --from=build /usr/local/bundle /usr/local/bundle\nUSER 10001\nCMD ["ruby", "app.rb"]\n`;
const uv = 'COPY pyproject.toml uv.lock ./\n';
const gems = 'COPY Gemfile Gemfile.lock ./\n';

const cases: readonly RuleCase[] = [
  { name: 'uv sync', files: uvApplication, text: python(`${uv}RUN uv sync --no-dev\n`), findings: ['uv sync --no-dev'], fixed: python(`${uv}RUN uv sync --locked --no-dev\n`) },
  { name: 'uv sync of a workspace that is not there yet', files: uvApplication, text: python(`${uv}RUN uv sync --no-dev --no-install-workspace\n`), findings: 1, fixed: python(`${uv}RUN uv sync --frozen --no-dev --no-install-workspace\n`) },
  { name: 'uv sync without the lockfile', files: uvApplication, text: python('COPY pyproject.toml ./\nRUN uv sync\n'), findings: 1, fixed: python(`${uv}RUN uv sync --locked\n`) },
  { name: 'uv sync --upgrade', files: uvApplication, text: python(`${uv}RUN uv sync --upgrade\n`), findings: 1, fixed: python(`${uv}RUN uv sync --upgrade\n`) },
  { name: 'pipenv install', files: pipenvProject, text: python('COPY Pipfile Pipfile.lock ./\nRUN pipenv install --system\n'), findings: ['pipenv install --system'], fixed: python('COPY Pipfile Pipfile.lock ./\nRUN pipenv install --deploy --system\n') },
  { name: 'pipenv update', files: pipenvProject, text: python('COPY Pipfile Pipfile.lock ./\nRUN pipenv update\n'), findings: 1, fixed: python('COPY Pipfile Pipfile.lock ./\nRUN pipenv sync\n') },
  { name: 'poetry update', files: poetryProject, text: python('COPY pyproject.toml poetry.lock ./\nRUN poetry update --only main\n'), findings: ['poetry update --only main'], fixed: python('COPY pyproject.toml poetry.lock ./\nRUN poetry install --only main\n') },
  { name: 'composer update', files: composerProject, text: php('COPY composer.json composer.lock ./\nRUN composer update --no-dev\n'), findings: 1, fixed: php('COPY composer.json composer.lock ./\nRUN composer install --no-dev\n') },
  { name: 'composer update with options of its own', files: composerProject, text: php('COPY composer.json composer.lock ./\nRUN composer update --no-dev --with-all-dependencies\n'), findings: 1, fixed: php('COPY composer.json composer.lock ./\nRUN composer update --no-dev --with-all-dependencies\n') },
  { name: 'bundle install', files: rubyProject, text: ruby(`${gems}RUN bundle install --jobs 4\n`), findings: ['bundle install --jobs 4'], fixed: ruby(`${gems}RUN BUNDLE_FROZEN=true bundle install --jobs 4\n`) },
  { name: 'bare bundle behind another command', files: rubyProject, text: ruby(`${gems}RUN gem install bundler && bundle\n`), findings: ['bundle'], fixed: ruby(`${gems}RUN gem install bundler && BUNDLE_FROZEN=true bundle\n`) },
  { name: 'bundle update', files: rubyProject, text: ruby(`${gems}RUN bundle update\n`), findings: 1, fixed: ruby(`${gems}RUN BUNDLE_FROZEN=true bundle install\n`) },
  { name: 'a lockfile for other systems', files: { ...rubyProject, 'Gemfile.lock': gemfileLock('arm64-darwin-24') }, text: ruby(`${gems}RUN bundle install\n`), findings: 1, fixed: ruby(`${gems}RUN bundle install\n`) },
  { name: 'mix deps.update', files: mixProject, text: 'FROM elixir:1.18-slim AS build\nWORKDIR /app\nCOPY mix.exs mix.lock ./\nRUN mix deps.update --all\nFROM debian:13-slim\nCOPY --from=build /app /app\nUSER 10001\n', findings: 1, fixed: 'FROM elixir:1.18-slim AS build\nWORKDIR /app\nCOPY mix.exs mix.lock ./\nRUN mix deps.get\nFROM debian:13-slim\nCOPY --from=build /app /app\nUSER 10001\n' },
  // A stale lockfile.
  { name: 'uv.lock out of step', files: { ...uvApplication, 'pyproject.toml': String(uvApplication['pyproject.toml']).replace('"flask>=3.0"', '"flask>=3.0", "httpx"') }, text: python(`${uv}RUN uv sync\n`), findings: 1, fixed: python(`${uv}RUN uv sync\n`) },
  { name: 'Gemfile.lock out of step', files: { ...rubyProject, Gemfile: String(rubyProject['Gemfile']).replace("'~> 4.1'", "'~> 4.2'") }, text: ruby(`${gems}RUN bundle install\n`), findings: 1, fixed: ruby(`${gems}RUN bundle install\n`) },
  // Nothing to find.
  { name: 'poetry install', files: poetryProject, text: python('COPY pyproject.toml poetry.lock ./\nRUN poetry install --only main --no-root\n'), findings: 0 },
  { name: 'uv sync --frozen', files: uvApplication, text: python(`${uv}RUN uv sync --frozen\n`), findings: 0 },
  { name: 'UV_LOCKED', files: uvApplication, text: python(`ENV UV_LOCKED=1\n${uv}RUN uv sync\n`), findings: 0 },
  { name: 'either way, by the lockfile', files: uvApplication, text: python('COPY . .\nRUN if [ -f uv.lock ]; then uv sync --locked; else uv sync; fi\n'), findings: 0 },
  { name: 'pipenv sync', files: pipenvProject, text: python('COPY Pipfile Pipfile.lock ./\nRUN pipenv sync --system\n'), findings: 0 },
  { name: 'pipenv install --ignore-pipfile', files: pipenvProject, text: python('COPY Pipfile Pipfile.lock ./\nRUN pipenv install --ignore-pipfile --system\n'), findings: 0 },
  { name: 'pipenv install --skip-lock', files: pipenvProject, text: python('COPY Pipfile ./\nRUN pipenv install --skip-lock\n'), findings: 0 },
  { name: 'composer install', files: composerProject, text: php('COPY composer.json composer.lock ./\nRUN composer install --no-dev\n'), findings: 0 },
  { name: 'composer update of one package', files: composerProject, text: php('COPY composer.json composer.lock ./\nRUN composer update slim/slim\n'), findings: 0 },
  { name: 'BUNDLE_DEPLOYMENT', files: rubyProject, text: ruby(`ENV BUNDLE_DEPLOYMENT="1"\n${gems}RUN bundle install\n`), findings: 0 },
  { name: 'bundle config in an earlier RUN', files: rubyProject, text: ruby(`RUN bundle config --global frozen 1\n${gems}RUN bundle install\n`), findings: 0 },
  { name: 'bundle config in the stage below', files: rubyProject, text: `FROM ruby:3.4 AS base\nWORKDIR /app\nRUN bundle config set --local deployment 'true'\nFROM base\n${gems}RUN bundle install\nUSER 10001\n`, findings: 0 },
  { name: 'bundle config in the same RUN', files: rubyProject, text: ruby(`${gems}RUN bundle config set frozen true && bundle install\n`), findings: 0 },
  { name: 'an option of older versions', files: rubyProject, text: ruby(`${gems}RUN bundle install --deployment --without development test\n`), findings: 0 },
  { name: 'bundle exec', files: rubyProject, text: ruby(`${gems}RUN bundle exec rake\n`), findings: 0 },
  { name: 'mix deps.get', files: mixProject, text: 'FROM elixir:1.18-slim AS build\nWORKDIR /app\nCOPY mix.exs mix.lock ./\nRUN mix deps.get --only prod\nFROM debian:13-slim\nUSER 10001\n', findings: 0 },
  { name: 'no lockfile', files: { 'composer.json': '{"require":{"slim/slim":"*"}}' }, text: php('COPY composer.json ./\nRUN composer update\n'), findings: 0 },
]; // prettier-ignore

const messageOf = async (files: RuleCase['files'], text: string): Promise<string | undefined> =>
  findingsOf(rule, text, await factsFor(text, files))[0]?.message;

describe('reproducible/lockfile-install of further package managers', () => {
  it.each(cases.map((one) => [one.name, one] as const))('%s', async (_, one) => {
    await checkCase(rule, one);
  });

  it.each<[string, RuleCase['files'], string, string]>([
    ['loose', uvApplication, python(`${uv}RUN uv sync\n`), '`uv sync` may change what uv.lock pins. Use `uv sync --locked`, which installs exactly the lockfile.'],
    ['update', composerProject, php('COPY composer.json composer.lock ./\nRUN composer update\n'), '`composer update` resolves versions anew, whatever composer.lock pins. Use `composer install`, which installs exactly the lockfile.'],
    ['not copied', pipenvProject, python('COPY Pipfile ./\nRUN pipenv install\n'), '`pipenv install` resolves versions anew: Pipfile.lock is not copied before it. Bring it along, then use `pipenv install --deploy`.'],
    ['hidden', { ...uvApplication, '.dockerignore': '*.lock\n' }, python('COPY . .\nRUN uv sync\n'), '`uv sync` resolves versions anew: uv.lock is excluded by .dockerignore. Bring it along, then use `uv sync --locked`.'],
    ['out of step', { ...rubyProject, Gemfile: String(rubyProject['Gemfile']).replace("'~> 4.1'", "'~> 4.2'") }, ruby(`${gems}RUN bundle install\n`), '`bundle install` may change what Gemfile.lock pins. It is out of step with Gemfile (sinatra): update it, then use `BUNDLE_FROZEN=true bundle install`.'],
    ['other systems', { ...rubyProject, 'Gemfile.lock': gemfileLock('arm64-darwin-24') }, ruby(`${gems}RUN bundle install\n`), '`bundle install` may change what Gemfile.lock pins. The lockfile is for other platforms than Linux: run `bundle lock --add-platform x86_64-linux aarch64-linux`, then set BUNDLE_FROZEN=true.'],
  ])('says what happens: %s', async (_, files, text, message) => {
    expect(await messageOf(files, text)).toBe(message);
  }); // prettier-ignore

  it.each<[string, RuleCase['files'], string, string]>([
    ['a lockfile that fits', uvApplication, python(`${uv}RUN uv sync\n`), 'info'],
    ['one that does not', { ...uvApplication, 'pyproject.toml': String(uvApplication['pyproject.toml']).replace('"flask>=3.0"', '"flask>=3.0", "httpx"') }, python(`${uv}RUN uv sync\n`), 'warning'],
    ['one that is not copied', uvApplication, python('COPY pyproject.toml ./\nRUN uv sync\n'), 'warning'],
    ['an update', composerProject, php('COPY composer.json composer.lock ./\nRUN composer update\n'), 'warning'],
  ])('is as grave as what can happen: %s', async (_, files, text, severity) => {
    expect(findingsOf(rule, text, await factsFor(text, files))[0]!.effectiveSeverity).toBe(severity);
  }); // prettier-ignore

  it('is a remark where the Gemfile is a program', async () => {
    const files = { ...rubyProject, Gemfile: `${String(rubyProject['Gemfile'])}gem 'pg' if ENV['PG']\n` };
    const text = ruby(`${gems}RUN bundle install\n`);
    const [finding] = findingsOf(rule, text, await factsFor(text, files));
    expect(finding!.effectiveSeverity).toBe('info');
    expect(finding!.fixes()[0]).toMatchObject({ applicability: 'suggested', preferred: false });
  });

  it.each<[string, RuleCase['files'], string, 'safe' | 'suggested', boolean]>([
    ['in step', uvApplication, python(`${uv}RUN uv sync\n`), 'safe', true],
    ['in step by its hash', pipenvProject, python('COPY Pipfile Pipfile.lock ./\nRUN pipenv install\n'), 'safe', true],
    ['an update', composerProject, php('COPY composer.json composer.lock ./\nRUN composer update\n'), 'suggested', true],
    ['for one processor', { ...rubyProject, 'Gemfile.lock': gemfileLock('x86_64-linux') }, ruby(`${gems}RUN bundle install\n`), 'suggested', false],
    ['for both processors', { ...rubyProject, 'Gemfile.lock': gemfileLock('aarch64-linux-gnu', 'x86_64-linux-gnu') }, ruby(`${gems}RUN bundle install\n`), 'safe', true],
  ])('is as sure as the lockfile lets it be: %s', async (_, files, text, applicability, preferred) => {
    const [finding] = findingsOf(rule, text, await factsFor(text, files));
    expect(finding!.fixes()[0]).toMatchObject({ applicability, preferred });
  }); // prettier-ignore
});
