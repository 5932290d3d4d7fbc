import { describe, expect, it } from 'vitest';
import type { NodeProject } from '../../../server/project/facts.ts';
import type { MemoryTree } from '../../support/memory-file-system.ts';
import { json, projectOf } from '../support.ts';

const nodeOf = async (tree: MemoryTree): Promise<NodeProject> => (await projectOf(tree)).node('')!;

describe('package.json', () => {
  it('tolerates any type in any field', async () => {
    const odd = { name: 1, version: [], private: 'yes', type: {}, main: 2, scripts: ['x'], dependencies: { a: 1, b: '^2' }, devDependencies: null, engines: 'node', packageManager: 7, workspaces: true, prisma: 'x' }; // prettier-ignore
    expect(await nodeOf({ 'package.json': json(odd) })).toMatchObject({
      name: undefined,
      private: false,
      type: 'commonjs',
      scripts: {},
      dependencies: { b: '^2' },
      devDependencies: {},
      engines: {},
      packageManagerField: undefined,
      packageManager: 'npm',
      workspaces: [],
    });
  });
  it.each([
    ['{', "package.json can't be parsed"],
    ['{"a": 1,}', 'line 1'],
    ['{\n// no\n}', 'line 2'],
    ['[]', 'does not hold a JSON object'],
    ['', "package.json can't be parsed"],
    ['{\0}', 'is not text'],
  ])('says what is wrong with %j', async (text, message) => {
    const facts = await projectOf({ 'package.json': text });
    expect(facts.projects).toEqual([]);
    expect(facts.problems.map((problem) => problem.message).join()).toContain(message);
  });
  it('an unreadable one is a problem, its neighbours are read', async () => {
    const facts = await projectOf({
      'package.json': { unreadable: true },
      'web/package.json': '{"name":"web"}',
    });
    expect(facts.problems[0]!.message).toBe("package.json can't be read");
    expect(facts.node('web')!.name).toBe('web');
    expect(facts.node('./web/')!.name).toBe('web');
  });
});

describe('exports of package.json', () => {
  it.each<[unknown, readonly string[]]>([
    [undefined, []],
    ['./dist/index.js', ['./dist/index.js']],
    [
      { '.': { types: './src/index.ts', default: './dist/index.js' }, './*': './dist/*.js' },
      ['./dist/index.js', './dist/*.js'],
    ],
    [{ '.': [{ import: './a.mjs' }, './a.cjs'], './types': null }, ['./a.mjs', './a.cjs']],
    [
      { development: './src/index.ts', import: { node: './dist/index.js', default: './dist/index.js' } },
      ['./dist/index.js'],
    ],
    [7, []],
  ])('%j', async (exports, targets) => {
    expect((await nodeOf({ 'package.json': json({ exports }) })).exportTargets).toEqual(targets);
  });
});

describe('package manager', () => {
  it.each<[string, MemoryTree, Record<string, unknown>, string]>([
    ['field', {}, { packageManager: 'pnpm@9.1.0+sha512.abc' }, 'pnpm'],
    ['yarn 1 by field', {}, { packageManager: 'yarn@1.22.22' }, 'yarn'],
    ['yarn 4 by field', {}, { packageManager: 'yarn@4.1.0' }, 'yarn-berry'],
    [
      'field before lockfile',
      { 'package-lock.json': '{"lockfileVersion":3}' },
      { packageManager: 'bun@1.1.0' },
      'bun',
    ],
    ['lockfile', { 'pnpm-lock.yaml': "lockfileVersion: '9.0'" }, {}, 'pnpm'],
    [
      'stray package-lock.json',
      { 'yarn.lock': '', 'package-lock.json': '{"lockfileVersion":3}' },
      {},
      'yarn',
    ],
    ['only settings of yarn', { '.yarnrc.yml': 'nodeLinker: node-modules' }, {}, 'yarn-berry'],
    ['nothing', {}, {}, 'npm'],
  ])('%s', async (_name, files, manifest, expected) => {
    const project = await nodeOf({ 'package.json': json(manifest), ...files });
    expect(project.packageManager).toBe(expected);
    if (project.lockfile) expect(project.lockfiles[0]).toBe(project.lockfile);
  });
  it('drops the hash of the field', async () => {
    const project = await nodeOf({ 'package.json': json({ packageManager: 'pnpm@9.1.0+sha512.abc' }) });
    expect(project.packageManagerField).toBe('pnpm@9.1.0');
  });
});

describe('what belongs to an install', () => {
  it('finds patches wherever they lie', async () => {
    const project = await nodeOf({
      'package.json': json({
        pnpm: { patchedDependencies: { 'a@1': 'fixes/a.patch' } },
        patchedDependencies: { 'b@1': 'fixes/missing.patch' },
        dependencies: { c: 'patch:c@npm%3A1.0.0#~/fixes/c.patch', d: 'patch:d@1#~builtin<compat/d>' },
        resolutions: { 'e@npm:1': 'patch:e@npm:1#./.yarn/patches/e.patch::version=1' },
      }),
      'pnpm-workspace.yaml': "patchedDependencies:\n  f@1: 'fixes/f.patch'\n",
      'fixes/a.patch': '',
      'fixes/c.patch': '',
      'fixes/f.patch': '',
      '.yarn/patches/e.patch': '',
    });
    expect(project.installFiles).toEqual([
      'pnpm-workspace.yaml',
      '.yarn/patches',
      'fixes/a.patch',
      'fixes/c.patch',
      'fixes/f.patch',
    ]);
  });
  it('finds settings, patches, scripts and versions', async () => {
    const project = await nodeOf({
      'package.json': json({ scripts: { postinstall: 'prisma generate', prepare: 'husky', test: 'x' }, dependencies: { '@prisma/client': '5' } }),
      '.npmrc': 'registry=https://r.example/\n',
      'patches/a.patch': '',
      '.nvmrc': 'v20.11.0\n',
      'prisma/schema.prisma': '',
      'node_modules/x/package.json': '{}',
    }); // prettier-ignore
    expect(project.installFiles).toEqual(['.npmrc', 'patches']);
    expect(project.installScripts.map((script) => script.name)).toEqual(['postinstall', 'prepare']);
    expect(project.nodeVersionFile).toEqual({ path: '.nvmrc', version: 'v20.11.0' });
    expect(project.prisma).toEqual({ schema: 'prisma/schema.prisma' });
    expect(project.hasNodeModules).toBe(true);
    expect(project.credentialFile).toBeUndefined();
  });
  it.each([
    ['.npmrc', '//registry.npmjs.org/:_authToken=npm_abcdef', '.npmrc'],
    ['.npmrc', '//registry.npmjs.org/:_authToken=${NPM_TOKEN}', undefined],
    ['.npmrc', '# //r/:_authToken=abc', undefined],
    ['.npmrc', '; _auth=abc', undefined],
    ['.npmrc', '_auth = YWJj', '.npmrc'],
    ['.yarnrc.yml', 'npmAuthToken: abc', '.yarnrc.yml'],
    ['.yarnrc.yml', 'npmScopes:\n  me:\n    npmAuthToken: "${T}"', undefined],
    ['.yarnrc.yml', 'npmRegistries:\n  //r:\n    npmAuthIdent: a:b', '.yarnrc.yml'],
  ])('%s: %s', async (file, text, expected) => {
    expect((await nodeOf({ 'package.json': '{}', [file]: text })).credentialFile).toBe(expected);
  });
  it.each([
    ['', 'pnp'],
    ['nodeLinker: node-modules\n', 'node-modules'],
    ['nodeLinker: [', 'pnp'],
  ])('node linker of %j', async (text, expected) => {
    const project = await nodeOf({
      'package.json': json({ packageManager: 'yarn@4.0.0' }),
      '.yarnrc.yml': text,
    });
    expect(project.nodeLinker).toBe(expected);
  });
});

describe('tsconfig', () => {
  it('follows extends and survives cycles', async () => {
    const project = await nodeOf({
      'package.json': '{}',
      'tsconfig.json':
        '{ // comment\n"extends": ["./base/a.json", "@tsconfig/node20/tsconfig.json"], "compilerOptions": {"rootDir": "src",}, }',
      'base/a.json':
        '{"extends": "../tsconfig.json", "compilerOptions": {"outDir": "../out", "noEmit": false}}',
    });
    expect(project.typescript).toEqual({
      path: 'tsconfig.json',
      outDir: 'out',
      rootDir: 'src',
      noEmit: false,
      extends: ['base/a.json'],
    });
  });
  it.each([
    ['${configDir}/dist', 'dist'],
    ['../outside', undefined],
    ['/abs', undefined],
    ['./', ''],
  ])('outDir %s', async (outDir, expected) => {
    const project = await nodeOf({
      'package.json': '{}',
      'tsconfig.json': json({ compilerOptions: { outDir } }),
    });
    expect(project.typescript!.outDir).toBe(expected);
  });
});

it('remembers what it looked for', async () => {
  const facts = await projectOf({ 'package.json': '{}' });
  expect(facts.read).toContain('file:///project/package.json');
  expect(facts.read).toContain('file:///project/package-lock.json');
  expect(facts.read).toContain('file:///project/.npmrc');
  expect(facts.read).toContain('file:///project/go.mod');
});

it('reads a bounded number of manifests, shallow ones first', async () => {
  const many = Object.fromEntries(
    Array.from({ length: 100 }, (_, i) => [`apps/a${i}/deep/package.json`, '{}']),
  );
  const facts = await projectOf({ 'package.json': '{}', 'web/package.json': '{}', ...many });
  expect(facts.projects.length).toBe(60);
  expect(facts.node('web')).toBeDefined();
  expect(facts.problems[0]!.message).toContain('42 manifests');
});
