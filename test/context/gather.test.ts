import { describe, expect, it } from 'vitest';
import { gatherContext } from '../../server/context/gather.ts';
import { defaultLimits } from '../../server/context/list.ts';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { CancelledError } from '../../server/ports.ts';
import { createMemoryFileSystem } from '../support/memory-file-system.ts';
import { contextOf } from './helpers.ts';

const project = {
  'package.json': '{}',
  'package-lock.json': '12345',
  'src/index.ts': 'x',
  'src/lib/a.ts': 'abc',
  'node_modules/a/index.js': { size: 1000 },
  'node_modules/b/index.js': { size: 500 },
  '.git/objects/pack/p.pack': { size: 2000 },
  'web/node_modules/c/index.js': { size: 10 },
  'current': { symlink: 'src' },
  'socket': { other: true },
  'empty/': '',
} as const; // prettier-ignore

describe('the listing', () => {
  it('names folders such as node_modules without entering them', async () => {
    const context = await contextOf(project);
    expect(context.known).toBe(true);
    expect(context.complete).toBe(true);
    expect(context.dockerfilePath).toBe('Dockerfile');
    expect(context.entries.map((entry) => `${entry.path} ${entry.type} ${entry.size}`)).toEqual([
      '.git directory 0',
      'Dockerfile file 22',
      'current symlink 0',
      'empty directory 0',
      'node_modules directory 0',
      'package-lock.json file 5',
      'package.json file 2',
      'socket other 0',
      'src directory 0',
      'src/index.ts file 1',
      'src/lib directory 0',
      'src/lib/a.ts file 3',
      'web directory 0',
      'web/node_modules directory 0',
    ]);
  });

  it.each([
    ['', true],
    ['package.json', true],
    ['./src/', true],
    ['src/lib/a.ts', true],
    ['src/none.ts', false],
    ['none', false],
    ['none/below/it', false],
    ['package.json/x', false],
    ['empty/x', false],
    ['node_modules', true],
    ['node_modules/a', undefined],
    ['node_modules/a/b/c', undefined],
    ['current', true],
    ['current/index.ts', undefined],
  ])('has(%j) is %s', async (path, expected) => {
    expect((await contextOf(project)).has(path)).toBe(expected);
  });

  it.each([
    ['node_modules', { bytes: 1500, files: 2, complete: true }],
    ['.git', { bytes: 2000, files: 1, complete: true }],
    ['src', { bytes: 4, files: 2, complete: true }],
    ['package-lock.json', { bytes: 5, files: 1, complete: true }],
    ['empty', { bytes: 0, files: 0, complete: true }],
    ['', { bytes: 1500 + 2000 + 10 + 4 + 22 + 5 + 2, files: 9, complete: true }],
    ['none', undefined],
    ['current', undefined],
  ])('measured(%j)', async (path, expected) => {
    expect((await contextOf(project)).measured(path)).toEqual(expected);
  });

  it('lists children, ignored ones included', async () => {
    const context = await contextOf({ ...project, '.dockerignore': 'src/lib' });
    expect(context.children('src').map((entry) => entry.path)).toEqual(['src/index.ts', 'src/lib']);
    expect(context.children('').length).toBe(11);
    expect(context.children('node_modules')).toEqual([]);
  });
});

describe('match', () => {
  const tree = { ...project, 'a.txt': '1', 'a/x': '1', '[x]': '' };
  it.each([
    ['package.json', '', ['package.json']],
    ['./package*.json', '', ['package-lock.json', 'package.json']],
    ['src', '', ['src']],
    ['src/', '', ['src']],
    ['src/*', '', ['src/index.ts', 'src/lib']],
    ['*/index.ts', '', ['src/index.ts']],
    ['a*', '', ['a', 'a.txt']],
    ['[x]', '', ['[x]']],
    ['[', '', []],
    ['none', '', []],
    ['package.json', 'package.json', []],
    ['p*', 'package-lock.json', ['package.json']],
    ['src', 'src', []],
    ['src', 'src\n!src/lib', ['src']],
    ['src', '*\n!src/lib/a.ts', ['src']],
    ['src/index.ts', '*\n!src/lib/a.ts', []],
    ['.', '*\n!src/lib/a.ts', ['src']],
    ['.', '*\n!node_modules/a', ['node_modules']],
    ['../package.json', '', ['package.json']],
  ])('%s with .dockerignore %j', async (source, dockerignore, expected) => {
    const context = await contextOf({ ...tree, '.dockerignore': dockerignore });
    expect(context.match(source).map((entry) => entry.path)).toEqual(expected);
  });
});

describe('limits', () => {
  it('leave room for sources beside what a build made', async () => {
    const made = Object.fromEntries(
      Array.from({ length: 3000 }, (_, i) => [`target/debug/deps/${i}.o`, { size: 10 }]),
    );
    const tree = { ...made, 'Cargo.toml': '', 'target/release/shop': { size: 7 }, 'src/target/mod.rs': 'x' };
    const context = await contextOf(tree);
    expect(context.complete).toBe(true);
    expect(context.has('src/target/mod.rs')).toBe(true);
    expect(context.has('target/release/shop')).toBe(true);
    expect(context.has('target/release/none')).toBe(false);
    expect(context.has('target/debug/deps/1.o')).toBeUndefined();
    expect(context.measured('target')).toEqual({ bytes: 30_007, files: 3001, complete: true });
    expect(context.entries.length).toBeLessThan(20);
  });
  const many = Object.fromEntries(
    Array.from({ length: 50 }, (_, i) => [`data/${String(i).padStart(2, '0')}`, 'x']),
  );

  it('says so when the listing ends early, and knows what it does not know', async () => {
    const context = await contextOf({ ...many, 'z.txt': '' }, undefined, {
      limits: { ...defaultLimits, entries: 20 },
    });
    expect(context.complete).toBe(false);
    expect(context.entries.length).toBe(20);
    expect(context.has('z.txt')).toBe(true);
    expect(context.has('nothing')).toBe(false);
    expect(context.has('data/00')).toBe(true);
    expect(context.has('data/49')).toBeUndefined();
    expect(context.measured('data')).toEqual({ bytes: 17, files: 17, complete: false });
  });

  it('spends its budget on what reaches the builder first', async () => {
    const tree = { ...many, 'src/a/b/c.ts': 'x', '.dockerignore': 'data\n' };
    const context = await contextOf(tree, undefined, { limits: { ...defaultLimits, entries: 12 } });
    expect(context.has('src/a/b/c.ts')).toBe(true);
    expect(context.complete).toBe(false);
  });

  it('stops at a depth', async () => {
    const context = await contextOf({ 'a/b/c/d': 'x' }, undefined, {
      limits: { ...defaultLimits, depth: 2 },
    });
    expect(context.complete).toBe(false);
    expect(context.has('a/b')).toBe(true);
    expect(context.has('a/b/c')).toBeUndefined();
    expect(context.measured('a')).toEqual({ bytes: 0, files: 0, complete: false });
  });

  it('gives lower bounds for what is too large to measure, and shares the budget', async () => {
    const modules = Object.fromEntries(
      Array.from({ length: 60 }, (_, i) => [`node_modules/${i}.js`, { size: 10 }]),
    );
    const context = await contextOf({ ...modules, '.git/HEAD': { size: 7 } }, undefined, {
      limits: { ...defaultLimits, measuredEntries: 21 },
    });
    expect(context.measured('.git')).toEqual({ bytes: 7, files: 1, complete: true });
    expect(context.measured('node_modules')).toEqual({ bytes: 200, files: 20, complete: false });
  });
});

describe('.dockerignore', () => {
  it('is read beside the Dockerfile first', async () => {
    const context = await contextOf({ 'Dockerfile.dockerignore': 'a', '.dockerignore': 'b' });
    expect(context.dockerignore).toMatchObject({ path: 'Dockerfile.dockerignore', exists: true, text: 'a' });
    expect([context.isIgnored('a'), context.isIgnored('b'), context.isIgnored('')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('is named when it does not exist', async () => {
    expect((await contextOf({})).dockerignore).toEqual({
      path: '.dockerignore',
      location: 'file:///project/.dockerignore',
      exists: false,
      text: '',
    });
  });

  it('tells when it exists but is no text', async () => {
    const context = await contextOf({ '.dockerignore': { unreadable: true } });
    expect(context.dockerignore).toMatchObject({ exists: true, text: '', problem: 'unreadable' });
  });

  it('is found beside a Dockerfile outside of the context', async () => {
    const text = 'FROM scratch\n';
    const fileSystem = createMemoryFileSystem({
      'docker/api.Dockerfile': text,
      'docker/api.Dockerfile.dockerignore': 'x',
      'app/x': '',
    });
    const context = await gatherContext({
      fileSystem,
      dockerfile: fileSystem.locate('docker/api.Dockerfile'),
      context: fileSystem.locate('app'),
      model: parseDockerfile(text),
    });
    expect(context.dockerfilePath).toBeUndefined();
    expect(context.dockerignore.path).toBe('../docker/api.Dockerfile.dockerignore');
    expect(context.isIgnored('x')).toBe(true);
  });
});

describe('bad input', () => {
  it('tolerates unreadable folders', async () => {
    const context = await contextOf({ 'a/b': '', locked: { unreadable: 'directory' } });
    expect(context.known).toBe(true);
    expect(context.complete).toBe(false);
    expect(context.has('locked/x')).toBeUndefined();
    expect(context.has('nothing')).toBe(false);
    expect(context.measured('locked')).toBeUndefined();
  });

  it.each([['file:///nowhere'], ['file:///project/Dockerfile']])('%s is no context', async (context) => {
    const facts = await contextOf({}, undefined, { context });
    expect(facts).toMatchObject({ known: false, entries: [], complete: false });
    expect([facts.has('a'), facts.isIgnored('a'), facts.match('.'), facts.measured('')]).toEqual([
      undefined, false, [], undefined,
    ]); // prettier-ignore
  });

  it('has no context for standard input', async () => {
    expect((await contextOf({}, undefined, { dockerfile: undefined })).known).toBe(false);
  });

  it('can be cancelled', async () => {
    let asked = 0;
    const token = {
      get isCancellationRequested() {
        asked += 1;
        return asked > 3;
      },
    };
    await expect(contextOf(project, undefined, { token })).rejects.toBeInstanceOf(CancelledError);
  });
});

describe('what content decides', () => {
  it('finds secrets by name and content', async () => {
    const key = '-----BEGIN RSA PRIVATE KEY-----\nabc\n';
    const context = await contextOf({
      '.env': 'API_SECRET=abc',
      '.env.example': 'API_SECRET=abc',
      '.env.production': 'VITE_API=https://example.org\n',
      'certs/ca.pem': '-----BEGIN CERTIFICATE-----\n',
      'certs/server.pem': key,
      'slides.key': { size: 100 },
      '.npmrc': '//registry.npmjs.org/:_authToken=${NPM_TOKEN}\n',
      'api/.npmrc': '//registry.npmjs.org/:_authToken=npm_abcdef0123\n',
      'tests/server.pem': key,
      '.dockerignore': '.env',
    });
    expect(context.secrets).toEqual([
      { path: '.env', label: 'environment file' },
      { path: 'api/.npmrc', label: 'npm access token' },
      { path: 'certs/server.pem', label: 'private key' },
    ]);
    expect(context.publicEnvironment).toEqual(['.env.production']);
  });

  it.each([
    ['FROM a\nRUN git describe --tags > version\n', {}, 'Dockerfile'],
    ['FROM a\nRUN git clone https://example.org/x && cd x && git describe\n', {}, undefined],
    [
      'FROM a\nRUN pip install .\n',
      { 'pyproject.toml': '[build-system]\nrequires = ["setuptools-scm"]\n' },
      'pyproject.toml',
    ],
    ['FROM a\nRUN make\n', { Makefile: 'V := $(shell git rev-parse HEAD)\n' }, 'Makefile'],
    ['FROM a\nRUN npm ci\n', { Makefile: 'V := $(shell git rev-parse HEAD)\n' }, undefined],
    [
      'FROM a\nRUN /venv/bin/python tools/version.py\n',
      { 'tools/version.py': 'r = subprocess.run(["git", "describe", "--tags"])\n' },
      'tools/version.py',
    ],
    ['FROM a\nRUN node make.js\n', { 'make.js': "execFileSync('git', ['rev-parse', 'HEAD'])\n" }, 'make.js'],
    ['FROM a\nRUN node make.js\n', { 'make.js': "console.log('git')\n" }, undefined],
    ['FROM a\nRUN npm ci\n', {}, undefined],
  ])('%j with %j: %s asks git', async (text, files, expected) => {
    expect((await contextOf(files, text)).versionControlUse).toBe(expected);
  });
});
