import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/cache/copy-before-install.ts';
import {
  composerProject,
  composerWithScripts,
  mixProject,
  pipenvProject,
  poetryApplication,
  poetryProject,
  rubyProject,
  uvApplication,
  uvPackage,
} from '../../support/dependency-projects.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const python = (lines: string): string =>
  `FROM python:3.13-slim\nWORKDIR /app\n${lines}USER 10001\nCMD ["python", "-m", "shop"]\n`;
const php = (lines: string): string => `FROM php:8.4-fpm-alpine\nWORKDIR /app\n${lines}USER www-data\n`;
const ruby = (lines: string): string =>
  `FROM ruby:3.4-slim\nWORKDIR /app\nENV BUNDLE_WITHOUT=development:test\n${lines}USER 10001\nCMD ["ruby", "app.rb"]\n`;
const elixir = (lines: string): string =>
  `FROM elixir:1.18-slim AS build\nWORKDIR /app\nENV MIX_ENV=prod\n${lines}RUN mix compile\nFROM debian:13-slim\nCOPY --from=build /app /app\nUSER 10001\n`;
const poetry = 'RUN pip install --no-cache-dir poetry==2.2.1\n';

const cases: readonly RuleCase[] = [
  {
    name: 'poetry: the project itself is installed behind the sources',
    files: poetryProject,
    text: python(`${poetry}COPY . .\nRUN poetry install --only main\n`),
    findings: ['COPY . .'],
    fixed: python(
      `${poetry}COPY pyproject.toml poetry.lock ./\nRUN poetry install --no-root --only main\nCOPY . .\nRUN poetry install --only main\n`,
    ),
  },
  {
    name: 'poetry: nothing comes behind where the project is no package',
    files: poetryApplication,
    text: python(`${poetry}COPY . .\nRUN poetry install --only main\n`),
    findings: 1,
    fixed: python(
      `${poetry}COPY pyproject.toml poetry.lock ./\nRUN poetry install --only main\nCOPY . .\n`,
    ),
  },
  {
    name: 'poetry: settings before it and clean-up behind it stay with it',
    files: poetryProject,
    text: python(
      `COPY . .\nRUN pip install --no-cache-dir poetry==2.2.1 && poetry config virtualenvs.create false \\\n  && poetry install --no-root --only main && rm -rf ~/.cache\n`,
    ),
    findings: 1,
    fixed: python(
      `COPY pyproject.toml poetry.lock ./\nRUN pip install --no-cache-dir poetry==2.2.1 && poetry config virtualenvs.create false \\\n  && poetry install --no-root --only main && rm -rf ~/.cache\nCOPY . .\n`,
    ),
  },
  {
    name: 'poetry: mounts and folders are the same for the second install',
    files: poetryProject,
    text: python(
      `${poetry}COPY . .\nRUN --mount=type=cache,target=/root/.cache cd /app && poetry install --only main\n`,
    ),
    findings: 1,
    fixed: python(
      `${poetry}COPY pyproject.toml poetry.lock ./\nRUN --mount=type=cache,target=/root/.cache cd /app && poetry install --no-root --only main\nCOPY . .\nRUN --mount=type=cache,target=/root/.cache cd /app && poetry install --only main\n`,
    ),
  },
  {
    name: 'uv: a package is synced in two steps',
    files: uvPackage,
    text: python('COPY --from=ghcr.io/astral-sh/uv:0.9 /uv /bin/uv\nCOPY . .\nRUN uv sync --locked --no-dev\n'),
    findings: ['COPY . .'],
    fixed: python(
      'COPY --from=ghcr.io/astral-sh/uv:0.9 /uv /bin/uv\nCOPY pyproject.toml uv.lock ./\nRUN uv sync --no-install-project --locked --no-dev\nCOPY . .\nRUN uv sync --locked --no-dev\n',
    ),
  },
  {
    name: 'uv: an application in one, with the version of Python it asks for',
    files: { ...uvApplication, '.python-version': '3.13\n' },
    text: python('COPY . .\nCOPY --from=ghcr.io/astral-sh/uv:0.9 /uv /bin/uv\nRUN uv sync --frozen --no-dev\n'),
    findings: 1,
    fixed: python(
      'COPY pyproject.toml uv.lock .python-version ./\nCOPY --from=ghcr.io/astral-sh/uv:0.9 /uv /bin/uv\nRUN uv sync --frozen --no-dev\nCOPY . .\n',
    ),
  },
  {
    name: 'uv: members of a workspace',
    files: {
      ...uvPackage,
      'pyproject.toml': `${String(uvPackage['pyproject.toml'])}\n[tool.uv.workspace]\nmembers = ["packages/*"]\n`,
      'uv.lock': String(uvPackage['uv.lock']).replace('requires-python = ">=3.12"\n', 'requires-python = ">=3.12"\n\n[manifest]\nmembers = [\n    "lib",\n    "shop",\n]\n') + '\n[[package]]\nname = "lib"\nversion = "0.1.0"\nsource = { editable = "packages/lib" }\n',
      'packages/lib/pyproject.toml': '[project]\nname = "lib"\nversion = "0.1.0"\n',
    },
    text: python('COPY . .\nRUN uv sync --frozen --no-dev\n'),
    findings: 1,
    fixed: python(
      'COPY pyproject.toml uv.lock ./\nCOPY packages/lib/pyproject.toml ./packages/lib/\nRUN uv sync --no-install-workspace --frozen --no-dev\nCOPY . .\nRUN uv sync --frozen --no-dev\n',
    ),
  },
  {
    name: 'pipenv',
    files: pipenvProject,
    text: python('RUN pip install --no-cache-dir pipenv==2025.0.4\nCOPY . .\nRUN pipenv install --system --deploy\n'),
    findings: 1,
    fixed: python(
      'RUN pip install --no-cache-dir pipenv==2025.0.4\nCOPY Pipfile Pipfile.lock ./\nRUN pipenv install --system --deploy\nCOPY . .\n',
    ),
  },
  {
    name: 'composer: the autoloader is made behind the sources, with the same options',
    files: composerProject,
    text: php('COPY --from=composer:2 /usr/bin/composer /usr/bin/composer\nCOPY . .\nRUN composer install --no-dev -o --no-interaction\n'),
    findings: ['COPY . .'],
    fixed: php(
      'COPY --from=composer:2 /usr/bin/composer /usr/bin/composer\nCOPY composer.json composer.lock ./\nRUN composer install --no-scripts --no-autoloader --no-dev -o --no-interaction\nCOPY . .\nRUN composer dump-autoload --no-dev --optimize --no-interaction\n',
    ),
  },
  {
    name: 'composer 1, whose dump-autoload knows nothing of platforms',
    files: composerProject,
    text: php('COPY --from=composer:1.10 /usr/bin/composer /usr/bin/composer\nCOPY . .\nRUN composer install --ignore-platform-reqs\n'),
    findings: ['COPY . .'],
    fixed: php('COPY --from=composer:1.10 /usr/bin/composer /usr/bin/composer\nCOPY composer.json composer.lock ./\nRUN composer install --no-scripts --no-autoloader --ignore-platform-reqs\nCOPY . .\nRUN composer dump-autoload\n'),
  },
  {
    name: 'composer: scripts run in a second install, and tools that come between stay',
    files: composerWithScripts,
    text: php(
      'COPY . .\nRUN docker-php-ext-install pdo_mysql\nCOPY --from=composer:2 /usr/bin/composer /usr/bin/composer\nRUN COMPOSER_ALLOW_SUPERUSER=1 composer install --no-dev && chown -R www-data var\n',
    ),
    findings: 1,
    fixed: php(
      'COPY composer.json composer.lock ./\nRUN docker-php-ext-install pdo_mysql\nCOPY --from=composer:2 /usr/bin/composer /usr/bin/composer\nRUN COMPOSER_ALLOW_SUPERUSER=1 composer install --no-scripts --no-autoloader --no-dev\nCOPY . .\nRUN COMPOSER_ALLOW_SUPERUSER=1 composer install --no-dev\nRUN chown -R www-data var\n',
    ),
  },
  {
    name: 'composer: through php, from its installer',
    files: composerProject,
    text: php('COPY . .\nRUN curl -sS https://getcomposer.org/installer | php -- --install-dir=/usr/local/bin --filename=composer && php /usr/local/bin/composer install --no-dev --no-scripts\n'),
    findings: 1,
    fixed: php(
      'COPY composer.json composer.lock ./\nRUN curl -sS https://getcomposer.org/installer | php -- --install-dir=/usr/local/bin --filename=composer && php /usr/local/bin/composer install --no-autoloader --no-dev --no-scripts\nCOPY . .\nRUN php /usr/local/bin/composer dump-autoload --no-dev --no-scripts\n',
    ),
  },
  {
    name: 'bundler: with the files that the Gemfile reads, and clean-up by variable',
    files: { ...rubyProject, Gemfile: String(rubyProject['Gemfile']).replace("ruby '3.4.7'", "ruby file: '.ruby-version'"), '.ruby-version': '3.4.7\n' },
    text: ruby('COPY . .\nRUN bundle install && rm -rf ~/.bundle/ "${BUNDLE_PATH}"/ruby/*/cache /usr/local/bundle/cache/*.gem && bundle exec rake assets\n'),
    findings: 1,
    fixed: ruby(
      'COPY Gemfile Gemfile.lock .ruby-version ./\nRUN bundle install && rm -rf ~/.bundle/ "${BUNDLE_PATH}"/ruby/*/cache /usr/local/bundle/cache/*.gem\nCOPY . .\nRUN bundle exec rake assets\n',
    ),
  },
  {
    name: 'mix',
    files: mixProject,
    text: elixir('RUN mix local.hex --force && mix local.rebar --force\nCOPY . .\nRUN mix deps.get --only prod\n'),
    findings: 1,
    fixed: elixir(
      'RUN mix local.hex --force && mix local.rebar --force\nCOPY mix.exs mix.lock ./\nRUN mix deps.get --only prod\nCOPY . .\n',
    ),
  },
  {
    name: 'mix: compiling dependencies needs the configuration',
    files: mixProject,
    text: elixir('COPY . .\nRUN mix do deps.get --only prod + deps.compile\n'),
    findings: 1,
    fixed: elixir(
      'COPY mix.exs mix.lock ./\nCOPY config/ ./config/\nRUN mix do deps.get --only prod + deps.compile\nCOPY . .\n',
    ),
  },
  {
    name: 'mix: an umbrella',
    files: {
      ...mixProject,
      'mix.exs': 'defmodule Shop.Umbrella do\n  use Mix.Project\n  def project, do: [apps_path: "apps", deps: []]\nend\n',
      'apps/web/mix.exs': 'defmodule Web do\n  use Mix.Project\n  def project, do: [app: :web, lockfile: "../../mix.lock", deps: [{:plug, "~> 1.18"}, {:core, in_umbrella: true}]]\nend\n',
      'apps/core/mix.exs': 'defmodule Core do\n  use Mix.Project\n  def project, do: [app: :core, lockfile: "../../mix.lock"]\nend\n',
    },
    text: elixir('COPY . .\nRUN mix deps.get\n'),
    findings: 1,
    fixed: elixir(
      'COPY mix.exs mix.lock ./\nCOPY apps/core/mix.exs ./apps/core/\nCOPY apps/web/mix.exs ./apps/web/\nRUN mix deps.get\nCOPY . .\n',
    ),
  },
  // Nothing to find.
  { name: 'both steps of poetry', files: poetryProject, text: python(`${poetry}COPY pyproject.toml poetry.lock ./\nRUN poetry install --only main --no-root\nCOPY . .\nRUN poetry install --only main\n`), findings: 0 },
  { name: 'both steps in two stages', files: uvPackage, text: 'FROM python:3.13-slim AS deps\nWORKDIR /app\nCOPY pyproject.toml uv.lock ./\nRUN uv sync --locked --no-install-project --no-dev\nFROM deps\nCOPY . .\nRUN uv sync --locked --no-dev\nUSER 10001\n', findings: 0 },
  { name: 'bind mounts', files: uvApplication, text: python('RUN --mount=type=bind,source=uv.lock,target=uv.lock --mount=type=bind,source=pyproject.toml,target=pyproject.toml uv sync --locked --no-install-project --no-dev\nCOPY . .\n'), findings: 0 },
  { name: 'composer of another tool', files: composerProject, text: php('COPY . .\nRUN composer global require phpstan/phpstan\n'), findings: 0 },
  { name: 'dump-autoload alone', files: composerProject, text: php('COPY . .\nRUN composer dump-autoload\n'), findings: 0 },
  { name: 'bundle exec', files: rubyProject, text: ruby('COPY Gemfile Gemfile.lock ./\nRUN bundle install\nCOPY . .\nRUN bundle exec rake\n'), findings: 0 },
  { name: 'compiling with mix', files: mixProject, text: elixir('COPY mix.exs mix.lock ./\nRUN mix deps.get --only prod\nCOPY . .\nRUN mix do deps.get --only prod, compile\n'), findings: 0 },
]; // prettier-ignore

describe('cache/copy-before-install of further package managers', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });

  it.each<[string, RuleCase['files'], string]>([
    ['a folder of the project as a dependency', { ...poetryProject, 'pyproject.toml': String(poetryProject['pyproject.toml']).replace('flask = "^3.0"', 'flask = "^3.0"\nlib = { path = "lib" }') }, python(`COPY . .\nRUN poetry install\n`)],
    ['a path repository of Composer', { ...composerProject, 'composer.json': '{"repositories":[{"type":"path","url":"packages/*"}],"require":{"slim/slim":"^4.12"}}' }, php('COPY . .\nRUN composer install\n')],
    ['a gemspec', { ...rubyProject, Gemfile: 'source "https://rubygems.org"\ngemspec\n' }, ruby('COPY . .\nRUN bundle install\n')],
    ['dependencies that the build of the project names', { ...uvPackage, 'pyproject.toml': String(uvPackage['pyproject.toml']).replace('version = "0.1.0"', 'dynamic = ["version", "dependencies"]') }, python('COPY . .\nRUN uv sync\n')],
    ['a path dependency of mix', { ...mixProject, 'mix.exs': String(mixProject['mix.exs']).replace('{:plug, "~> 1.18"}', '{:plug, path: "../plug"}') }, elixir('COPY . .\nRUN mix deps.get\n')],
    ['a copy over the sources between', composerProject, php('COPY . .\nCOPY other.php ./src/\nRUN composer install\n')],
  ])('offers no fix with %s', async (_, files, text) => {
    const findings = findingsOf(rule, text, await factsFor(text, files));
    expect(findings).toHaveLength(1);
    expect(findings.flatMap((finding) => finding.fixes())).toEqual([]);
  }); // prettier-ignore

  it.each<[string, RuleCase['files'], string]>([
    ['a Gemfile that is a program', { ...rubyProject, Gemfile: `${String(rubyProject['Gemfile'])}Dir.glob("gems/*").each { |path| gem path }\n` }, ruby('COPY . .\nRUN bundle install\n')],
    ['a mix.exs that runs programs', { ...mixProject, 'mix.exs': String(mixProject['mix.exs']).replace('"0.1.0"', 'elem(System.cmd("git", ["describe"]), 0)') }, elixir('COPY . .\nRUN mix deps.get\n')],
    ['plugins that write into the project', { ...composerProject, 'composer.lock': '{"packages":[{"name":"composer/installers","version":"2.3.0","type":"composer-plugin"},{"name":"slim/slim","version":"4.14.0"}]}' }, php('COPY . .\nRUN composer install --no-dev\n')],
  ])('only suggests it with %s', async (_, files, text) => {
    const [finding] = findingsOf(rule, text, await factsFor(text, files));
    const [fix] = finding!.fixes();
    expect(fix).toMatchObject({ applicability: 'suggested', preferred: false });
  }); // prettier-ignore

  it('says how much is installed again', async () => {
    const text = php('COPY . .\nRUN composer install --no-dev\n');
    const [finding] = findingsOf(rule, text, await factsFor(text, composerProject));
    expect(finding!.message).toBe(
      '`COPY . .` runs before `composer install --no-dev`: every source change reinstalls 1 package. Copy composer.json and composer.lock first.',
    );
    expect(finding!.fixes()[0]!.title).toBe(
      'Copy composer.json and composer.lock before composer install --no-dev --no-scripts --no-autoloader',
    );
    const withDevelopment = php('COPY . .\nRUN composer install\n');
    const [all] = findingsOf(rule, withDevelopment, await factsFor(withDevelopment, composerProject));
    expect(all!.message).toContain('every source change reinstalls 2 packages.');
  });

  it('counts only what the install brings', async () => {
    const files = {
      'package.json':
        '{"name":"shop","dependencies":{"express":"^4.19.2"},"devDependencies":{"jest":"^29.0.0"}}',
      'package-lock.json':
        '{"name":"shop","lockfileVersion":3,"packages":{"":{"name":"shop","dependencies":{"express":"^4.19.2"},"devDependencies":{"jest":"^29.0.0"}},"node_modules/express":{"version":"4.19.2"},"node_modules/jest":{"version":"29.7.0","dev":true}}}',
    };
    const messageOf = async (install: string): Promise<string | undefined> => {
      const text = `FROM node:22-alpine\nWORKDIR /app\nCOPY . .\nRUN ${install}\nCMD ["node", "server.js"]\n`;
      return findingsOf(rule, text, await factsFor(text, files))[0]?.message;
    };
    expect(await messageOf('npm ci')).toContain('reinstalls 2 packages.');
    expect(await messageOf('npm ci --omit=dev')).toContain('reinstalls 1 package.');
  });
});
