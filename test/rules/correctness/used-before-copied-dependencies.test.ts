import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/correctness/used-before-copied.ts';
import {
  composerProject,
  mixProject,
  pipenvProject,
  poetryApplication,
  poetryProject,
  rubyProject,
  uvApplication,
} from '../../support/dependency-projects.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const image = (base: string, lines: string, end = ''): string =>
  `FROM ${base} AS build\nWORKDIR /app\n${lines}FROM debian:13-slim\nCOPY --from=build /app /app\nUSER 10001\n${end}`;
const poetry = 'RUN pip install --no-cache-dir poetry==2.2.1 && poetry config virtualenvs.in-project true\n';

const cases: readonly RuleCase[] = [
  { name: 'poetry', files: poetryApplication, text: image('python:3.13-slim', `${poetry}RUN poetry install --only main\nCOPY . .\n`), findings: ['poetry install --only main'], fixed: image('python:3.13-slim', `${poetry}COPY pyproject.toml poetry.lock ./\nRUN poetry install --only main\nCOPY . .\n`) },
  { name: 'uv', files: uvApplication, text: image('python:3.13-slim', 'RUN pip install --no-cache-dir uv==0.9.0\nRUN uv sync --locked --no-dev\nCOPY . .\n'), findings: 1, fixed: image('python:3.13-slim', 'RUN pip install --no-cache-dir uv==0.9.0\nCOPY pyproject.toml uv.lock ./\nRUN uv sync --locked --no-dev\nCOPY . .\n') },
  { name: 'pipenv', files: pipenvProject, text: image('python:3.13-slim', 'RUN pip install --no-cache-dir pipenv && pipenv sync\nCOPY . .\n'), findings: ['pipenv sync'], fixed: image('python:3.13-slim', 'COPY Pipfile Pipfile.lock ./\nRUN pip install --no-cache-dir pipenv && pipenv sync\nCOPY . .\n') },
  { name: 'bundler, with gems in a folder of the context', files: Object.fromEntries(Object.entries(rubyProject).map(([name, entry]) => [name === '.dockerignore' ? name : `api/${name}`, entry])), text: image('ruby:3.4', 'RUN gem install bundler && bundle config set frozen true\nRUN bundle install\nCOPY api/ ./\n'), findings: ['bundle install'], fixed: image('ruby:3.4', 'RUN gem install bundler && bundle config set frozen true\nCOPY api/Gemfile api/Gemfile.lock ./\nRUN bundle install\nCOPY api/ ./\n') },
  { name: 'mix', files: mixProject, text: image('debian:13-slim', 'RUN apt-get update && apt-get install -y --no-install-recommends elixir && rm -rf /var/lib/apt/lists/*\nRUN mix local.hex --force && mix local.rebar --force\nRUN mix deps.get --only prod\nCOPY . .\n'), findings: 1, fixed: image('debian:13-slim', 'RUN apt-get update && apt-get install -y --no-install-recommends elixir && rm -rf /var/lib/apt/lists/*\nRUN mix local.hex --force && mix local.rebar --force\nCOPY mix.exs mix.lock ./\nRUN mix deps.get --only prod\nCOPY . .\n') },
  { name: 'composer, whose autoloader needs the sources: no fix', files: composerProject, text: image('php:8.4-cli', 'RUN docker-php-ext-install pdo_mysql\nRUN composer install --no-dev\nCOPY . .\n'), findings: ['composer install --no-dev'], fixed: image('php:8.4-cli', 'RUN docker-php-ext-install pdo_mysql\nRUN composer install --no-dev\nCOPY . .\n') },
  { name: 'poetry with the project as a package: no fix', files: poetryProject, text: image('python:3.13-slim', `${poetry}RUN poetry install --only main\nCOPY . .\n`), findings: 1, fixed: image('python:3.13-slim', `${poetry}RUN poetry install --only main\nCOPY . .\n`) },
  // Nothing to find.
  { name: 'copied', files: composerProject, text: image('php:8.4-cli', 'COPY composer.json composer.lock ./\nRUN composer install --no-dev\n'), findings: 0 },
  { name: 'copied by a pattern', files: rubyProject, text: image('ruby:3.4', 'COPY Gemfile* ./\nRUN BUNDLE_FROZEN=1 bundle install\n'), findings: 0 },
  { name: 'mounted', files: uvApplication, text: image('python:3.13-slim', 'RUN --mount=type=bind,source=pyproject.toml,target=pyproject.toml --mount=type=bind,source=uv.lock,target=uv.lock uv sync --locked\n'), findings: 0 },
  { name: 'created by the tool', files: {}, text: image('php:8.4-cli', 'RUN composer create-project laravel/laravel .\nRUN composer install\n'), findings: 0 },
  { name: 'created by another tool', files: {}, text: image('ruby:3.4', 'RUN rails new .\nRUN bundle install\n'), findings: 0 },
  { name: 'a download', files: {}, text: image('elixir:1.18', 'RUN git clone https://example.org/shop .\nRUN mix deps.get\n'), findings: 0 },
  { name: 'a global tool', files: {}, text: image('php:8.4-cli', 'RUN composer global require laravel/installer\n'), findings: 0 },
  { name: 'a Gemfile elsewhere', files: rubyProject, text: image('ruby:3.4', 'ENV BUNDLE_GEMFILE=/gems/Gemfile\nRUN bundle install\n'), findings: 0 },
  { name: 'an unknown base', files: composerProject, text: image('registry.example.org/php-app:3', 'RUN composer install\n'), findings: 0 },
  { name: 'in a folder above', files: poetryApplication, text: image('python:3.13-slim', 'COPY pyproject.toml poetry.lock ./\nRUN mkdir sub && cd sub && poetry install\n'), findings: 0 },
]; // prettier-ignore

describe('correctness/used-before-copied of further package managers', () => {
  it.each(cases.map((one) => [one.name, one] as const))('%s', async (_, one) => {
    await checkCase(rule, one);
  });

  it.each<[string, string]>([
    ['pipenv install', '`pipenv install` installs nothing: it needs Pipfile, and COPY . . comes only below. Copy Pipfile first.'],
    ['pipenv install --deploy', '`pipenv install --deploy` fails: it needs Pipfile, and COPY . . comes only below. Copy Pipfile first.'],
  ])('says what happens: %s', async (command, message) => {
    const text = image('python:3.13-slim', `RUN ${command}\nCOPY . .\n`);
    expect(findingsOf(rule, text, await factsFor(text, pipenvProject))[0]!.message).toBe(message);
  }); // prettier-ignore
});
