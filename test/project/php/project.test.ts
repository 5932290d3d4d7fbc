import { describe, expect, it } from 'vitest';
import type { PhpProject } from '../../../server/project/facts.ts';
import { satisfiesComposer } from '../../../server/project/php/constraint.ts';
import { composerProject } from '../../support/dependency-projects.ts';
import type { MemoryTree } from '../../support/memory-file-system.ts';
import { json, projectOf } from '../support.ts';

const phpOf = async (tree: MemoryTree, directory = ''): Promise<PhpProject | undefined> =>
  (await projectOf(tree)).find('php', directory);

describe('constraints', () => {
  it.each<[string, string, boolean | undefined]>([
    ['1.9.3', '^1.2', true], ['2.0.0', '^1.2', false], ['1.1.9', '^1.2', false], ['0.3.5', '^0.3', true], ['0.4.0', '^0.3', false], ['0.0.3', '^0.0.3', true], ['0.0.4', '^0.0.3', false],
    ['1.9.0', '~1.2', true], ['2.0.0', '~1.2', false], ['1.2.9', '~1.2.3', true], ['1.3.0', '~1.2.3', false],
    ['1.2.7', '1.2.*', true], ['1.3.0', '1.2.*', false], ['9.9.9', '*', true], ['1.2.3', '1.2.3', true], ['1.2.4', '=1.2.3', false],
    ['8.1.0', '^7.4 || ^8.0', true], ['8.1.0', '^7.4|^8.0', true], ['6.0.0', '^7.4 || ^8.0', false], ['1.5.0', '>=1.0,<2.0', true], ['2.1.0', '>=1.0 <2.0', false], ['1.0.0', '>= 1.0', true],
    ['v6.4.2', '^6.4', true], ['1.2.0', '>1.2', false], ['1.2.0', '!=1.2.0', false], ['3.1.0.2', '^3.1', true],
    ['dev-main', 'dev-main', undefined], ['1.0.0', '^1.0@dev', undefined], ['1.0.0-RC1', '^1.0', undefined], ['1.0.0', 'dev-main as 1.0.0', undefined], ['1.0.0', '1.0 - 2.0', undefined],
  ])('%s satisfies %s: %s', (version, constraint, expected) => {
    expect(satisfiesComposer(version, constraint)).toBe(expected);
  }); // prettier-ignore
});

describe('composer.json', () => {
  it('says what a project is', async () => {
    const project = await phpOf({
      'composer.json': json({
        name: 'acme/shop',
        type: 'project',
        require: { php: '>=8.2', 'ext-PDO': '*', 'ext-intl': '*', 'laravel/framework': '^12.0' },
        'require-dev': { 'phpunit/phpunit': '^11.0' },
        autoload: { 'psr-4': { 'App\\': 'app/', 'Db\\': ['database/a', 'database/b'] }, files: ['app/helpers.php'], classmap: ['legacy'] },
        'autoload-dev': { 'psr-4': { 'Tests\\': 'tests/' } },
        scripts: { 'post-autoload-dump': ['@php artisan package:discover', '@clear'], clear: 'php artisan clear', test: 'phpunit' },
        config: { 'optimize-autoloader': true, platform: { php: '8.3.4' } },
        repositories: [{ type: 'path', url: 'packages/*' }, { type: 'vcs', url: 'https://example.org/x.git' }],
        extra: { patches: { 'slim/slim': { fix: 'patches/slim.patch', other: 'https://example.org/a.patch' } } },
      }),
      'patches/slim.patch': '',
      'symfony.lock': '{}',
      'vendor/autoload.php': '',
    });
    expect(project).toEqual({
      kind: 'php',
      directory: '',
      manifest: 'composer.json',
      name: 'acme/shop',
      type: 'project',
      lock: undefined,
      phpVersion: { source: 'composer.json', version: '8.3.4' },
      extensions: ['pdo', 'intl'],
      require: { 'laravel/framework': '^12.0' },
      requireDev: { 'phpunit/phpunit': '^11.0' },
      installScripts: [{ name: 'post-autoload-dump', commands: ['@php artisan package:discover', 'php artisan clear'] }],
      autoload: { classes: ['app', 'database/a', 'database/b', 'tests', 'legacy'], files: ['app/helpers.php'], optimized: true },
      pathRepositories: ['packages/*'],
      plugins: [],
      installFiles: ['symfony.lock', 'patches/slim.patch'],
      credentialFile: undefined,
      vendored: true,
      frameworks: ['laravel'],
    });
  }); // prettier-ignore

  it('reads projects in folders, and none of others', async () => {
    const facts = await projectOf({ 'api/composer.json': '{"require":{"php":"^8.4"}}', 'vendor/a/b/composer.json': '{}' });
    expect(facts.projects.map(({ kind, directory }) => `${kind} ${directory}`)).toEqual(['php api']);
    expect(facts.find('php', './api/')?.phpVersion?.version).toBe('^8.4');
  }); // prettier-ignore

  it('recognises Symfony by its bundles, flex or framework', async () => {
    expect((await phpOf({ 'composer.json': '{}', 'config/bundles.php': '' }))!.frameworks).toEqual(['symfony']);
    expect((await phpOf({ 'composer.json': '{"require":{"symfony/flex":"^2"}}' }))!.frameworks).toEqual(['symfony']);
    expect((await phpOf({ 'composer.json': '{"require":{"symfony/console":"^7"}}' }))!.frameworks).toEqual([]);
  }); // prettier-ignore

  it('finds credentials in auth.json', async () => {
    const auth = (value: string): MemoryTree => ({
      'composer.json': '{}',
      'auth.json': `{"http-basic":{"repo.example.org":{"username":"${value}","password":"${value}"}}}`,
    });
    expect((await phpOf(auth('s3cret')))!.credentialFile).toBe('auth.json');
    expect((await phpOf(auth('${TOKEN}')))!.credentialFile).toBeUndefined();
    expect((await phpOf({ 'composer.json': '{}', 'auth.json': '{' }))!.credentialFile).toBeUndefined();
  });

  it.each(['{', '[]', '"x"', 'null', '{"require":[],"scripts":7,"autoload":"x","repositories":{"a":false}}'])('answers for %s', async (text) => {
    const facts = await projectOf({ 'composer.json': text, 'composer.lock': text });
    expect(facts.projects.length + facts.problems.length).toBeGreaterThan(0);
  }); // prettier-ignore
});

describe('composer.lock', () => {
  const lockOf = async (tree: MemoryTree) => (await phpOf(tree))!.lock;
  it('is in step by its hash, whatever it holds', async () => {
    expect(await lockOf(composerProject)).toEqual({ path: 'composer.lock', packages: 2, developmentPackages: 1, inStep: true, differences: [] });
  }); // prettier-ignore
  it.each<[string, string, boolean | undefined, string[]]>([
    ['covers', '{"packages":[{"name":"slim/slim","version":"4.14.0"}],"packages-dev":[{"name":"phpunit/phpunit","version":"11.5.2"}]}', true, []],
    ['lacks a package', '{"packages":[{"name":"slim/slim","version":"4.14.0"}]}', false, ['phpunit/phpunit']],
    ['has an older one', '{"packages":[{"name":"slim/slim","version":"3.9.0"}],"packages-dev":[{"name":"phpunit/phpunit","version":"11.5.2"}]}', false, ['slim/slim']],
    ['has a branch', '{"packages":[{"name":"slim/slim","version":"dev-main"}],"packages-dev":[{"name":"phpunit/phpunit","version":"11.5.2"}]}', undefined, []],
    ['has another package that replaces it', '{"packages":[{"name":"acme/fork","version":"1.0.0","replace":{"slim/slim":"4.14.0"}}],"packages-dev":[{"name":"phpunit/phpunit","version":"11.5.2"}]}', true, []],
  ])('%s', async (_, lock, inStep, differences) => {
    expect(await lockOf({ ...composerProject, 'composer.lock': lock })).toMatchObject({ inStep, differences });
  }); // prettier-ignore
  it('names plugins, and reports what is no JSON', async () => {
    const lock = '{"packages":[{"name":"composer/installers","version":"2.3.0","type":"composer-plugin"}]}';
    expect((await phpOf({ 'composer.json': '{}', 'composer.lock': lock }))!.plugins).toEqual([
      'composer/installers',
    ]);
    const facts = await projectOf({ 'composer.json': '{}', 'composer.lock': '<<<<<<< HEAD' });
    expect(facts.problems[0]!.message).toContain("composer.lock can't be parsed");
    expect(facts.find('php', '')!.lock).toEqual({
      path: 'composer.lock',
      packages: undefined,
      inStep: undefined,
      differences: [],
    });
  });
});
