import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../../server/dockerfile/parse.ts';
import { dependencyInstalls, secondInstalls } from '../../../server/tools/dependencies/all.ts';
import type { DependencyInstall } from '../../../server/tools/dependencies/install.ts';
import {
  composerProject,
  composerWithScripts,
  mixProject,
  pipenvProject,
  poetryProject,
  rubyProject,
  uvApplication,
  uvPackage,
} from '../../support/dependency-projects.ts';
import { factsFor } from '../../support/facts.ts';
import type { MemoryTree } from '../../support/memory-file-system.ts';

async function installsOf(text: string, files: MemoryTree = {}): Promise<readonly DependencyInstall[]> {
  return dependencyInstalls(parseDockerfile(text), await factsFor(text, files));
}

const inStage = (command: string): string => `FROM debian:13\nWORKDIR /app\nCOPY . .\nRUN ${command}\n`;
const only = async (command: string, files: MemoryTree): Promise<DependencyInstall> => {
  const [install] = await installsOf(inStage(command), files);
  if (!install) throw new Error(`no install in ${command}`);
  return install;
};

describe('commands', () => {
  it.each<[string, readonly string[]]>([
    ['composer install', ['composer install frozen']],
    ['composer i --no-dev', ['composer install frozen']],
    ['php composer.phar install', ['composer install frozen']],
    ['php -d memory_limit=-1 /usr/bin/composer update', ['composer update updates']],
    ['composer --no-dev --working-dir=/srv install', ['composer install frozen']],
    ['composer update vendor/package', []],
    ['composer require slim/slim', []],
    ['composer global install', []],
    ['composer dump-autoload', []],
    ['composer install --dry-run', []],
    ['COMPOSER=dev.json composer install', []],
    ['php artisan install', []],
    ['bundle', ['bundle install loose']],
    ['bundle install --jobs=4', ['bundle install loose']],
    ['bundle install --without development test', ['bundle install loose']],
    ['BUNDLE_DEPLOYMENT=1 bundle install', ['bundle install frozen']],
    ['BUNDLE_FROZEN=false bundle install', ['bundle install loose']],
    ['export BUNDLE_FROZEN=true && bundle install', ['bundle install frozen']],
    ['bundle config set deployment true; bundle install', ['bundle install frozen']],
    ['bundle install; bundle config set deployment true', ['bundle install loose']],
    ['bundle config unset frozen && bundle install', ['bundle install loose']],
    ['bundle update', ['bundle update updates']],
    ['bundle update rack', []],
    ['bundle exec rake', []],
    ['bundle check || bundle install', ['bundle install loose']],
    ['bundle install --gemfile=other/Gemfile', []],
    ['poetry install --no-root', ['poetry install frozen']],
    ['python -m poetry sync', ['poetry sync frozen']],
    ['/opt/poetry/bin/poetry install', ['poetry install frozen']],
    ['pipx run poetry install', ['poetry install frozen']],
    ['poetry -C api install', ['poetry install frozen']],
    ['poetry update', ['poetry update updates']],
    ['poetry update flask', []],
    ['poetry install --only-root', []],
    ['poetry add flask', []],
    ['poetry run flask', []],
    ['uv sync', ['uv sync loose']],
    ['uv sync --frozen', ['uv sync frozen']],
    ['uv --directory api sync --locked', ['uv sync frozen']],
    ['UV_FROZEN=1 uv sync', ['uv sync frozen']],
    ['uv sync -U', ['uv sync updates']],
    ['uv sync --script main.py', []],
    ['uv pip install -r requirements.txt', []],
    ['uv run main.py', []],
    ['pipenv install --system', ['pipenv install loose']],
    ['python3 -m pipenv install --deploy', ['pipenv install frozen']],
    ['pipenv sync', ['pipenv sync frozen']],
    ['pipenv install --skip-lock', ['pipenv install ignores']],
    ['pipenv install flask', []],
    ['pipenv install -r requirements.txt', []],
    ['pipenv run python app.py', []],
    ['mix deps.get --only prod', ['mix deps.get frozen']],
    ['mix do local.hex --force, deps.get, deps.compile', ['mix deps.get frozen']],
    ['mix do deps.get + deps.compile', ['mix deps.get frozen']],
    ['mix do deps.get, compile', []],
    ['mix deps.update --all', ['mix deps.update updates']],
    ['mix deps.update plug', []],
    ['mix compile', []],
  ])('%s', async (command, expected) => {
    const found = await installsOf(inStage(command), {});
    expect(found.map(({ name, locking }) => `${name} ${locking.kind}`)).toEqual(expected);
  }); // prettier-ignore
});

describe('places', () => {
  it.each<[string, MemoryTree, string, string]>([
    ['an option', { 'api/composer.json': '{}' }, 'composer install -d /app/api', 'api/composer.json'],
    ['cd', { 'api/mix.exs': '' }, 'cd api && mix deps.get', 'api/mix.exs'],
    ['a folder above', { Gemfile: '' }, 'cd web && bundle install', 'Gemfile'],
    ['the newer name', { 'gems.rb': '' }, 'bundle install', 'gems.rb'],
  ])('finds the manifest by %s', async (_, files, command, path) => {
    expect((await only(command, files)).manifest?.path).toBe(path);
  });
  it('takes the umbrella for an application of it', async () => {
    const install = await only('cd apps/web && mix deps.get', {
      'mix.exs': 'defmodule U do\n def project, do: [apps_path: "apps"]\nend\n',
      'apps/web/mix.exs': 'defmodule W do\n def project, do: [app: :web]\nend\n',
    });
    expect(install.project?.directory).toBe('');
  });
});

describe('what an install reads, and how it goes before the sources', () => {
  it.each<[string, MemoryTree, string, readonly string[], string | undefined, string | undefined]>([
    ['composer install', composerProject, '', ['composer.json', 'composer.lock'], '--no-scripts --no-autoloader', 'composer dump-autoload'],
    ['composer install -a -q --apcu-autoloader --ignore-platform-req=ext-gd --ignore-platform-req=ext-intl', composerProject, '', ['composer.json', 'composer.lock'], '--no-scripts --no-autoloader', 'composer dump-autoload --classmap-authoritative --apcu --quiet --ignore-platform-req=ext-gd --ignore-platform-req=ext-intl'],
    ['composer install --no-scripts', composerWithScripts, '', ['composer.json', 'composer.lock'], '--no-autoloader', 'composer dump-autoload --no-scripts'],
    ['composer install --no-autoloader --no-scripts', composerWithScripts, '', ['composer.json', 'composer.lock'], undefined, undefined],
    ['composer install --no-autoloader', composerWithScripts, '', ['composer.json', 'composer.lock'], '--no-scripts', 'composer install --no-autoloader'],
    ['poetry install', poetryProject, '', ['pyproject.toml', 'poetry.lock'], '--no-root', 'poetry install'],
    ['poetry update', poetryProject, '', ['pyproject.toml', 'poetry.lock'], undefined, undefined],
    ['uv sync --frozen', uvPackage, '', ['pyproject.toml', 'uv.lock'], '--no-install-project', 'uv sync --frozen'],
    ['UV_NO_INSTALL_PROJECT=1 uv sync --frozen', uvPackage, '', ['pyproject.toml', 'uv.lock'], undefined, undefined],
    ['uv sync --frozen', uvApplication, '', ['pyproject.toml', 'uv.lock'], undefined, undefined],
    ['pipenv sync', pipenvProject, '', ['Pipfile', 'Pipfile.lock'], undefined, undefined],
    ['bundle install', rubyProject, '', ['Gemfile', 'Gemfile.lock'], undefined, undefined],
    ['mix deps.get', mixProject, '', ['mix.exs', 'mix.lock'], undefined, undefined],
    ['mix do deps.get + deps.compile', mixProject, '', ['mix.exs', 'mix.lock', 'config'], undefined, undefined],
  ])('%s (%#)', async (command, files, _, paths, option, afterwards) => {
    const install = await only(command, files);
    expect(install.inputs()).toMatchObject({ paths, needsSources: undefined });
    expect(install.early()).toMatchObject({ kind: 'move', option, afterwards });
  }); // prettier-ignore

  it('leaves a command alone that stands in JSON', async () => {
    const [install] = await installsOf(
      'FROM debian:13\nWORKDIR /app\nCOPY . .\nRUN ["composer", "install"]\n',
      composerProject,
    );
    expect(install!.early()).toBeUndefined();
    expect(install!.development()?.omit).toBeUndefined();
  });
});

describe('second installs', () => {
  const two = 'COPY pyproject.toml uv.lock ./\nRUN uv sync --no-install-project\n';
  it.each<[string, string, number]>([
    ['in one stage', `FROM python:3.13\nWORKDIR /app\n${two}COPY . .\nRUN uv sync\n`, 1],
    ['in the stage above', `FROM python:3.13 AS a\nWORKDIR /app\n${two}FROM a\nCOPY . .\nRUN uv sync\n`, 1],
    ['in another stage', `FROM python:3.13 AS a\nWORKDIR /app\n${two}FROM python:3.13\nWORKDIR /app\nCOPY . .\nRUN uv sync\n`, 0],
    ['of another tool', `FROM python:3.13\nWORKDIR /app\nCOPY . .\nRUN uv sync\nRUN composer install\n`, 0],
  ])('%s', async (_, text, count) => {
    const files = { ...uvPackage, ...composerProject };
    expect(secondInstalls(parseDockerfile(text), await factsFor(text, files))).toHaveLength(count);
  }); // prettier-ignore
});
