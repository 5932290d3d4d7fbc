import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/size/dev-dependencies.ts';
import {
  composerProject,
  pipenvProject,
  poetryProject,
  rubyProject,
  uvApplication,
  uvPackage,
} from '../../support/dependency-projects.ts';
import { factsFor } from '../../support/facts.ts';
import type { MemoryTree } from '../../support/memory-file-system.ts';
import { checkCase, findingsOf, type RuleCase } from '../../support/rule-tester.ts';

const cmd = 'USER 10001\nCMD ["gunicorn", "shop:app"]\n';
const python = (lines: string, end = cmd): string => `FROM python:3.13-slim\nWORKDIR /app\n${lines}${end}`;
const php = (lines: string, image = 'php:8.4-fpm-alpine'): string =>
  `FROM ${image}\nWORKDIR /app\n${lines}COPY public ./public\nUSER www-data\n`;
const ruby = (lines: string, end = 'CMD ["puma"]\n'): string =>
  `FROM ruby:3.4-slim\nENV RACK_ENV=production\nWORKDIR /app\n${lines}USER 10001\n${end}`;
const poetry = 'COPY pyproject.toml poetry.lock ./\n';
const uv = 'COPY pyproject.toml uv.lock ./\n';
const composer = 'COPY composer.json composer.lock ./\n';
const gems = 'COPY Gemfile Gemfile.lock ./\n';
const requirements: MemoryTree = {
  'requirements.txt': 'flask==3.1.2\n',
  'requirements-dev.txt': '-r requirements.txt\npytest==8.4.2\nblack==25.1.0\n',
  'app.py': '',
  '.dockerignore': '.git\n',
};
const optionalDev: MemoryTree = { ...poetryProject, 'pyproject.toml': String(poetryProject['pyproject.toml']).replace('[tool.poetry.group.dev.dependencies]', '[tool.poetry.group.dev]\noptional = true\n\n[tool.poetry.group.dev.dependencies]') }; // prettier-ignore
const rails: MemoryTree = {
  ...rubyProject,
  Gemfile:
    "source 'https://rubygems.org'\ngem 'rails', '~> 8.0'\ngroup :development do\n  gem 'web-console'\nend\ngroup :test do\n  gem 'capybara'\nend\n",
};
const symfony: MemoryTree = { ...composerProject, 'composer.json': '{"require":{"symfony/framework-bundle":"^7.3"},"require-dev":{"symfony/maker-bundle":"^1.0"}}', 'composer.lock': '{"packages":[{"name":"symfony/framework-bundle","version":"7.3.1"}],"packages-dev":[{"name":"symfony/maker-bundle","version":"1.63.0"}]}' }; // prettier-ignore

const cases: readonly RuleCase[] = [
  { name: 'composer', files: composerProject, text: php(`${composer}RUN composer install --no-interaction && composer clear-cache\n`), findings: ['composer install --no-interaction'], fixed: php(`${composer}RUN composer install --no-dev --no-interaction && composer clear-cache\n`) },
  { name: 'composer in two steps', files: composerProject, text: php(`${composer}RUN composer install --no-scripts --no-autoloader --no-cache\nCOPY src ./src\nRUN composer install --no-cache\n`), findings: ['composer install --no-scripts --no-autoloader --no-cache'], fixed: php(`${composer}RUN composer install --no-dev --no-scripts --no-autoloader --no-cache\nCOPY src ./src\nRUN composer install --no-dev --no-cache\n`) },
  { name: 'poetry', files: poetryProject, text: python(`${poetry}RUN poetry install --no-root --no-cache\n`), findings: ['poetry install --no-root --no-cache'], fixed: python(`${poetry}RUN poetry install --only main --no-root --no-cache\n`) },
  { name: 'poetry with another group wanted', files: { ...poetryProject, 'pyproject.toml': `${String(poetryProject['pyproject.toml'])}\n[tool.poetry.group.prod.dependencies]\ngunicorn = "*"\n` }, text: python(`${poetry}RUN poetry install --no-root --no-cache\n`), findings: 1, fixed: python(`${poetry}RUN poetry install --without dev --no-root --no-cache\n`) },
  { name: 'poetry --with', files: poetryProject, text: python(`${poetry}RUN poetry install --with dev --no-root --no-cache\n`), findings: 1, fixed: python(`${poetry}RUN poetry install --without dev --no-root --no-cache\n`) },
  { name: 'poetry --with another group', files: { ...poetryProject, 'pyproject.toml': `${String(poetryProject['pyproject.toml'])}\n[tool.poetry.group.prod]\noptional = true\n\n[tool.poetry.group.prod.dependencies]\ngunicorn = "*"\n` }, text: python(`${poetry}RUN poetry install --with prod --no-root --no-cache\n`), findings: 1, fixed: python(`${poetry}RUN poetry install --without dev --with prod --no-root --no-cache\n`) },
  { name: 'poetry --with an optional group', files: optionalDev, text: python(`${poetry}RUN poetry install --no-root --with dev --no-cache\n`), findings: 1, fixed: python(`${poetry}RUN poetry install --no-root --no-cache\n`) },
  { name: 'uv', files: uvPackage, text: python(`${uv}RUN uv sync --locked --no-install-project --no-cache\nCOPY src ./src\nRUN uv sync --locked --no-cache\n`), findings: 1, fixed: python(`${uv}RUN uv sync --no-dev --locked --no-install-project --no-cache\nCOPY src ./src\nRUN uv sync --no-dev --locked --no-cache\n`) },
  { name: 'pipenv', files: pipenvProject, text: python('COPY Pipfile Pipfile.lock ./\nRUN pipenv sync --dev --system\n'), findings: 1, fixed: python('COPY Pipfile Pipfile.lock ./\nRUN pipenv sync --system\n') },
  { name: 'bundler: the setting must last', files: rubyProject, text: ruby(`${gems}# gems\nRUN BUNDLE_FROZEN=1 bundle install\n`), findings: ['BUNDLE_FROZEN=1 bundle install'], fixed: ruby(`${gems}ENV BUNDLE_WITHOUT=development:test\n# gems\nRUN BUNDLE_FROZEN=1 bundle install\n`) },
  { name: 'rails in production', files: rails, text: ruby(`${gems}ENV RAILS_ENV=production\nRUN bundle install\n`), findings: 1 },
  { name: 'symfony in production', files: symfony, text: php(`ENV APP_ENV=prod\n${composer}RUN composer install --no-cache\n`), findings: 1 },
  { name: 'a file for development that includes the other', files: requirements, text: python('COPY requirements*.txt ./\nRUN pip install --no-cache-dir -r requirements-dev.txt\n'), findings: ['requirements-dev.txt'], fixed: python('COPY requirements*.txt ./\nRUN pip install --no-cache-dir -r requirements.txt\n') },
  { name: 'both files', files: requirements, text: python('COPY . .\nRUN pip install --no-cache-dir -r requirements.txt -r requirements-dev.txt\n'), findings: 1, fixed: python('COPY . .\nRUN pip install --no-cache-dir -r requirements.txt\n') },
  { name: 'in a folder', files: { 'requirements/base.txt': 'flask\n', 'requirements/dev.txt': '-r base.txt\npytest\n', 'app.py': '' }, text: python('COPY requirements ./requirements\nRUN pip install --no-cache-dir -r requirements/dev.txt\n'), findings: 1, fixed: python('COPY requirements ./requirements\nRUN pip install --no-cache-dir -r requirements/base.txt\n') },
  // Nothing to find.
  { name: 'composer --no-dev', files: composerProject, text: php(`${composer}RUN composer install --no-dev --no-cache\n`), findings: 0 },
  { name: 'COMPOSER_NO_DEV', files: composerProject, text: php(`ENV COMPOSER_NO_DEV=1\n${composer}RUN composer install --no-cache\n`), findings: 0 },
  { name: 'a vendor folder of another stage', files: composerProject, text: `FROM composer:2.8 AS vendor\nWORKDIR /app\n${composer}RUN composer install\nFROM php:8.4-fpm-alpine\nCOPY --from=vendor /app/vendor /app/vendor\nUSER www-data\n`, findings: ['composer install'], fixed: `FROM composer:2.8 AS vendor\nWORKDIR /app\n${composer}RUN composer install --no-dev\nFROM php:8.4-fpm-alpine\nCOPY --from=vendor /app/vendor /app/vendor\nUSER www-data\n` },
  { name: 'a stage that is thrown away', files: composerProject, text: `FROM composer:2.8 AS tools\nWORKDIR /app\n${composer}RUN composer install && vendor/bin/make-styles public/styles.css\nFROM php:8.4-fpm-alpine\nCOPY --from=tools /app/public /app/public\nUSER www-data\n`, findings: 0 },
  { name: 'tests run in the stage', files: composerProject, text: php(`${composer}RUN composer install --no-cache\nCOPY src ./src\nRUN vendor/bin/phpunit\n`), findings: 0 },
  { name: 'an image for development, by its environment', files: composerProject, text: php(`ENV APP_ENV=local\n${composer}RUN composer install --no-cache\n`), findings: 0 },
  { name: 'an image for development, by its stage', files: composerProject, text: `FROM php:8.4-fpm-alpine AS dev\nWORKDIR /app\n${composer}RUN composer install --no-cache\nUSER www-data\n`, findings: 0 },
  { name: 'no packages for development', files: { ...composerProject, 'composer.json': '{"require":{"slim/slim":"^4.12"}}' }, text: php(`${composer}RUN composer install --no-cache\n`), findings: 0 },
  { name: 'poetry --only main', files: poetryProject, text: python(`${poetry}RUN poetry install --only main --no-root --no-cache\n`), findings: 0 },
  { name: 'poetry --without dev,docs', files: poetryProject, text: python(`${poetry}RUN poetry install --without dev,docs --no-root --no-cache\n`), findings: 0 },
  { name: 'poetry --no-dev, as in older versions', files: poetryProject, text: python(`${poetry}RUN poetry install --no-dev --no-root --no-cache\n`), findings: 0 },
  { name: 'an argument of the build decides', files: poetryProject, text: python(`ARG DEV\n${poetry}RUN if [ "$DEV" = 1 ]; then poetry install --no-root --no-cache; else poetry install --no-root --no-cache --only main; fi\n`), findings: 0 },
  { name: 'an optional group', files: optionalDev, text: python(`${poetry}RUN poetry install --no-root --no-cache\n`), findings: 0 },
  { name: 'a group that the program needs', files: { ...poetryProject, 'pyproject.toml': String(poetryProject['pyproject.toml']).replace('group.dev', 'group.server') }, text: python(`${poetry}RUN poetry install --no-root --no-cache\n`), findings: 0 },
  { name: 'uv --no-dev', files: uvApplication, text: python(`${uv}RUN uv sync --locked --no-dev --no-cache\n`), findings: 0 },
  { name: 'UV_NO_DEV', files: uvApplication, text: python(`ENV UV_NO_DEV=1\n${uv}RUN uv sync --locked --no-cache\n`), findings: 0 },
  { name: 'uv with other default groups', files: { ...uvApplication, 'pyproject.toml': `${String(uvApplication['pyproject.toml'])}\n[tool.uv]\ndefault-groups = []\n` }, text: python(`${uv}RUN uv sync --frozen --no-cache\n`), findings: 0 },
  { name: 'pipenv without --dev', files: pipenvProject, text: python('COPY Pipfile Pipfile.lock ./\nRUN pipenv sync --system\n'), findings: 0 },
  { name: 'a server that reloads', files: poetryProject, text: python(`${poetry}RUN poetry install --no-root --no-cache\n`, 'USER 10001\nCMD ["uvicorn", "shop:app", "--reload"]\n'), findings: 0 },
  { name: 'pytest is what the image is for', files: poetryProject, text: python(`${poetry}RUN poetry install --no-root --no-cache\n`, 'USER 10001\nCMD ["poetry", "run", "pytest"]\n'), findings: 0 },
  { name: 'BUNDLE_WITHOUT', files: rubyProject, text: ruby(`ENV BUNDLE_WITHOUT="development"\n${gems}RUN bundle install\n`), findings: 0 },
  { name: 'bundle config set without', files: rubyProject, text: ruby(`${gems}RUN bundle config set --local without 'development test' && bundle install\n`), findings: 0 },
  { name: 'bundle install --without', files: rubyProject, text: ruby(`${gems}RUN bundle install --without development test\n`), findings: 0 },
  { name: 'rails in development', files: rails, text: `FROM ruby:3.4-slim\nWORKDIR /app\n${gems}RUN bundle install\nUSER 10001\nCMD ["bin/rails", "server"]\n`, findings: 0 },
  { name: 'requirements of production', files: requirements, text: python('COPY requirements.txt ./\nRUN pip install --no-cache-dir -r requirements.txt\n'), findings: 0 },
  { name: 'a file that a variable names', files: requirements, text: python('ARG WHICH=dev\nCOPY requirements*.txt ./\nRUN pip install --no-cache-dir -r requirements-$WHICH.txt\n'), findings: 0 },
  { name: 'tests in the image', files: requirements, text: python('COPY . .\nRUN pip install --no-cache-dir -r requirements-dev.txt && pytest\n'), findings: 0 },
]; // prettier-ignore

describe('size/dev-dependencies of further package managers', () => {
  it.each(cases.map((one) => [one.name, one] as const))('%s', async (_, one) => {
    await checkCase(rule, one);
  });

  it.each<[string, MemoryTree, string, { message: string; severity: string; preferred: boolean | undefined }]>([
    ['composer', composerProject, php(`${composer}RUN composer install --no-cache\n`), { message: 'The final image carries phpunit/phpunit, needed for development only. Install with `--no-dev`.', severity: 'warning', preferred: true }],
    ['an image that somebody else starts', composerProject, php(`${composer}RUN composer install --no-cache\n`, 'alpine:3.22'), { message: 'The final image carries phpunit/phpunit, needed for development only. Install with `--no-dev`.', severity: 'info', preferred: false }],
    ['symfony, which is in development mode until told otherwise', symfony, php(`${composer}RUN composer install --no-cache\n`), { message: 'The final image carries symfony/maker-bundle, needed for development only. Install with `--no-dev`.', severity: 'info', preferred: false }],
    ['uv run, which installs what it misses', uvApplication, python(`${uv}RUN uv sync --locked --no-cache\n`, 'USER 10001\nCMD ["uv", "run", "main.py"]\n'), { message: 'The final image carries pytest, needed for development only. Install with `--no-dev`.', severity: 'info', preferred: false }],
    ['a group that is asked for by name', poetryProject, python(`${poetry}RUN poetry install --with dev --no-root --no-cache\n`), { message: 'The final image carries pytest, needed for development only. Install with `--without dev`.', severity: 'info', preferred: false }],
    ['pipenv --dev', pipenvProject, python('COPY Pipfile Pipfile.lock ./\nRUN pipenv install --deploy --dev --system\n'), { message: 'The final image carries pytest, needed for development only. Install without `--dev`.', severity: 'info', preferred: false }],
    ['production only by the start command', rails, `FROM ruby:3.4-slim\nWORKDIR /app\n${gems}RUN bundle install\nUSER 10001\nCMD bundle exec rake db:migrate && bundle exec rails s -e production\n`, { message: 'The final image carries web-console, capybara, needed for development only. Set BUNDLE_WITHOUT=development:test.', severity: 'info', preferred: false }],
    ['bundler', rubyProject, ruby(`${gems}RUN bundle install\n`), { message: 'The final image carries rspec, needed for development only. Set BUNDLE_WITHOUT=development:test.', severity: 'warning', preferred: true }],
    ['pip', requirements, python('COPY requirements*.txt ./\nRUN pip install --no-cache-dir -r requirements-dev.txt\n'), { message: 'requirements-dev.txt brings pytest, black and more into the final image. Install requirements.txt instead.', severity: 'warning', preferred: true }],
  ])('is as sure as it can be: %s', async (_, files, text, { message, severity, preferred }) => {
    const [finding] = findingsOf(rule, text, await factsFor(text, files));
    expect(finding!.message).toBe(message);
    expect(finding!.effectiveSeverity).toBe(severity);
    expect(finding!.fixes()[0]?.preferred).toBe(preferred);
  }); // prettier-ignore
});
