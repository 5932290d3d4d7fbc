import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDockerignore } from '../../server/context/dockerignore.ts';
import { proposeDockerignore } from '../../server/context/propose.ts';
import { contextSources } from '../../server/context/sources.ts';
import type { MemoryTree } from '../support/memory-file-system.ts';
import { worldOf } from './helpers.ts';
import { typescriptNode } from './project-facts.ts';
import type { Projects } from './project-facts.ts';

const singleStage =
  'FROM node:22\nWORKDIR /srv\nCOPY . .\nRUN npm install\nRUN npm run build\nEXPOSE 8080\nCMD ["npm", "start"]\n';
const express: MemoryTree = {
  'package.json': '{}',
  'package-lock.json': '{}',
  'tsconfig.json': '{}',
  'src/index.ts': 'x',
  'node_modules/express/index.js': { size: 5_000_000 },
  '.git/HEAD': { size: 3_000_000 },
  'README.md': '# x',
};

async function propose(tree: MemoryTree, dockerfile?: string, projects?: Projects) {
  const { facts, model } = await worldOf(tree, dockerfile, projects);
  return proposeDockerignore(facts, model);
}

async function lines(tree: MemoryTree, dockerfile?: string, projects?: Projects): Promise<readonly string[]> {
  const proposal = await propose(tree, dockerfile, projects);
  return proposal?.after.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#')) ?? [];
}

it('keeps what a later stage takes out of a stage that copied everything', async () => {
  const dockerfile =
    'FROM node:22 AS build\nWORKDIR /app\nCOPY . .\nRUN npm ci\n\nFROM node:22\nWORKDIR /app\nCOPY --from=build /app/.env .env\nCOPY --from=build /app/dist dist\n';
  const written = await lines({ ...express, '.env': 'SECRET=x' }, dockerfile, { node: [typescriptNode] });
  expect(parseDockerignore(written.join('\n')).ignores('.env')).toBe(false);
  expect(written).toContain('.git');
});

it('writes what an expert would for a TypeScript server', async () => {
  const proposal = await propose({ ...express, '.env': 'SECRET=x', '.env.example': 'SECRET=' }, singleStage, {
    node: [typescriptNode],
  });
  expect(proposal?.path).toBe('.dockerignore');
  expect(proposal?.before).toBeUndefined();
  expect(proposal?.after).toBe(`# Version control
.git

# Dependencies are installed in the image
node_modules

# Build output is made in the image
dist
*.tsbuildinfo

# Secrets and local configuration
.env*
!.env.example

# Logs, caches and test results
*.log
npm-debug.log*
coverage

# Editors and operating systems
.idea
.vscode
**/.DS_Store

# Docker and CI
Dockerfile*
*.dockerignore

# Documentation
README.md
`);
  expect(proposal?.added).toEqual(
    expect.arrayContaining([
      { pattern: '.git', bytes: 3_000_000, reason: 'version control' },
      { pattern: 'node_modules', bytes: 5_000_000, reason: 'dependencies' },
      { pattern: '.env*', bytes: 8, reason: 'secret' },
      { pattern: 'dist', bytes: 0, reason: 'build output' },
    ]),
  );
});

describe('a new file', () => {
  interface Case {
    readonly title: string;
    readonly tree?: MemoryTree;
    readonly dockerfile?: string;
    readonly projects?: Projects;
    readonly has?: readonly string[];
    readonly hasNot?: readonly string[];
  }
  const build = 'FROM node:22\nCOPY . .\nRUN npm run build\n';
  const node = (more: object): Projects => ({ node: [{ ...typescriptNode, ...more }] });
  const cases: readonly Case[] = [
    { title: 'no ecosystem', has: ['.git', '.env*', '*.log', 'Dockerfile*'], hasNot: ['node_modules', '**/__pycache__', 'dist', '.pytest_cache'] },
    { title: 'node_modules of another ecosystem only if present', tree: { 'web/node_modules/x': '' }, has: ['**/node_modules'] },
    { title: 'Python', projects: { python: [{}] }, tree: { 'README.md': '' }, has: ['**/__pycache__', '**/*.py[cod]', '.venv', '.pytest_cache', '.git'], hasNot: ['README.md', 'venv', 'node_modules'] },
    { title: 'Go', projects: { go: [{}] }, dockerfile: 'FROM golang\nCOPY . .\nRUN go build -o app .\n', tree: { app: { size: 9 }, server: { size: 9 }, 'vendor/x/x.go': '', 'README.md': '' }, has: ['app', 'server', 'README.md'], hasNot: ['vendor'] },
    { title: 'Go: a folder with the name of the binary', projects: { go: [{}] }, dockerfile: 'FROM golang\nCOPY . .\nRUN go build -o server ./server\n', tree: { 'server/main.go': '' }, hasNot: ['server'] },
    { title: 'a monorepo', projects: { node: [{}, { directory: 'apps/api', manifest: 'apps/api/package.json' }] }, has: ['**/node_modules'], hasNot: ['node_modules'] },
    { title: 'output of a member', projects: { node: [{}, { ...typescriptNode, directory: 'apps/api', typescript: undefined, build: { script: 'build', tool: 'tsc', output: 'dist', kind: 'server', others: [] } }] }, dockerfile: build, has: ['apps/api/dist'] },
    { title: 'dist stays when the Dockerfile does not build', projects: node({}), dockerfile: 'FROM node:22\nCOPY . .\nRUN npm ci\nCMD ["node","dist/index.js"]\n', hasNot: ['dist'] },
    { title: 'dist stays when it is copied', projects: node({}), dockerfile: `${build}COPY dist/public ./p\n`, hasNot: ['dist'] },
    { title: 'dist goes when tsc runs by itself', projects: node({}), dockerfile: 'FROM node:22\nCOPY . .\nRUN npx tsc -p .\n', has: ['dist'] },
    { title: 'dist goes when an install script builds', projects: node({ installScripts: [{ name: 'prepare', command: 'npm run build' }] }), dockerfile: 'FROM node:22\nCOPY . .\nRUN npm ci\n', has: ['dist'] },
    { title: 'deep output is cut to its top', projects: node({ build: { script: 'build', tool: 'ng', output: 'dist/app/browser', kind: 'front-end', others: [] }, typescript: undefined }), dockerfile: build, has: ['dist'] },
    { title: 'output beside sources stays', projects: node({ build: { script: 'build', tool: 'esbuild', output: 'public/js', kind: 'front-end', others: [] }, typescript: undefined }), dockerfile: build, tree: { 'public/js/vendor.js': '' }, hasNot: ['public/js', 'public'] },
    { title: 'output in the project folder itself', projects: node({ build: { script: 'build', tool: 'tsc', output: '.', kind: 'server', others: [] }, typescript: undefined }), dockerfile: build, hasNot: ['.', ''] },
    { title: 'yarn', projects: node({ packageManager: 'yarn' }), has: ['yarn-error.log*'] },
    { title: '.git stays when a build asks it', projects: node({ scripts: { build: 'git rev-parse HEAD > v && tsc' } }), hasNot: ['.git'] },
    { title: '.git goes when only a release asks it', projects: node({ scripts: { release: 'git tag v1' } }), has: ['.git'] },
    { title: '.git stays when copied', dockerfile: 'FROM a\nCOPY . .\nCOPY .git/HEAD /v\n', tree: { '.git/HEAD': '' }, hasNot: ['.git'] },
    { title: '.git stays when mounted', dockerfile: 'FROM a\nCOPY . .\nRUN --mount=type=bind,source=.git,target=.git true\n', hasNot: ['.git'] },
    { title: 'a copied .env is let through', dockerfile: 'FROM a\nCOPY . .\nCOPY .env ./\n', tree: { '.env': 'A_SECRET=1' }, has: ['.env*', '!.env'] },
    { title: 'an environment file that RUN reads', dockerfile: 'FROM a\nCOPY . .\nRUN cp .env.production .env\n', tree: { '.env.production': 'SECRET=1', '.env': 'SECRET=1' }, has: ['.env*', '!.env.production'], hasNot: ['!.env'] },
    { title: 'an environment that a front end publishes', tree: { '.env.production': 'VITE_A=1', '.env': 'KEY=1' }, has: ['.env*', '!.env.production'] },
    { title: 'environments of members', tree: { 'api/.env': 'KEY=1', 'api/.env.sample': 'KEY=', 'web/.env': 'VITE_A=1' }, has: ['.env*', 'api/.env*', '!api/.env.sample'], hasNot: ['web/.env*', '**/.env*'] },
    { title: 'an environment that a front end publishes beside secrets', tree: { '.env': 'NEXT_PUBLIC_API=https://x\nSECRET=1', '.env.local': 'NEXT_PUBLIC_API=https://y\nSECRET=2' }, has: ['.env*', '!.env'], hasNot: ['!.env.local'] },
    { title: 'an environment that git has', tree: { '.gitignore': 'node_modules\n.env.local\n', '.env': 'SECRET=1', '.env.local': 'SECRET=2', 'api/.env': 'KEY=1' }, has: ['.env*', '!.env'], hasNot: ['!.env.local'] },
    { title: 'an environment that git has not', tree: { '.gitignore': '/.env*\n!.env.ci\n', '.env': 'SECRET=1' }, has: ['.env*'], hasNot: ['!.env'] },
    { title: 'a key that Java packages', tree: { 'src/main/resources/certs/private.pem': '-----BEGIN PRIVATE KEY-----', 'private.pem': '-----BEGIN PRIVATE KEY-----' }, has: ['private.pem'], hasNot: ['src/main/resources/certs/private.pem'] },
    { title: 'a key that the program opens', tree: { 'certs/server.key': '-----BEGIN PRIVATE KEY-----' }, projects: { ...node({}), sources: { runtimePaths: [{ path: 'certs/server.key', file: 'a.js', how: 'readFile' }] } }, hasNot: ['certs/server.key'] },
    { title: 'other secrets by name', tree: { 'certs/server.key': '-----BEGIN PRIVATE KEY-----', 'certs/ca.pem': '-----BEGIN CERTIFICATE-----', id_rsa: 'x' }, has: ['certs/server.key', 'id_rsa'], hasNot: ['certs/ca.pem'] },
    { title: 'odd names', tree: { 'a*b.p12': '', '#x.p12': '', 'x\ny.p12': '' }, has: ['a\\*b.p12', '\\#x.p12', 'x?y.p12'] },
    { title: '.npmrc that the install reads', tree: { '.npmrc': '//r/:_authToken=npm_abc' }, projects: node({ installFiles: ['.npmrc'] }), hasNot: ['.npmrc'] },
    { title: 'README that the program reads', projects: { ...node({}), sources: { runtimePaths: [{ path: 'README.md', file: 'src/a.ts', how: 'readFile' }] } }, tree: { 'README.md': '' }, hasNot: ['README.md'] },
    { title: 'README that Go embeds', projects: { go: [{}], sources: { embedded: ['*.md'] } }, tree: { 'README.md': '' }, hasNot: ['README.md'] },
    { title: 'a site made of Markdown', projects: node({ frameworks: ['docusaurus'] }), tree: { 'README.md': '' }, hasNot: ['README.md'] },
    { title: 'coverage only with a test tool', projects: node({ devDependencies: {} }), tree: { 'coverage/x': '' }, hasNot: ['coverage'] },
    { title: 'compose and CI files that exist', tree: { 'compose.yaml': '', '.github/workflows/ci.yml': '' }, has: ['compose*.yaml', '.github'], hasNot: ['docker-compose*.yml', '.gitlab-ci.yml'] },
    { title: 'a Dockerfile that is copied', dockerfile: 'FROM a\nCOPY . .\nCOPY Dockerfile /d\n', hasNot: ['Dockerfile*'] },
    { title: 'an unknown source', dockerfile: 'FROM node:22\nARG WHAT\nCOPY $WHAT /x\nRUN npm run build\n', projects: node({}), has: ['.git', 'node_modules', '.env*'], hasNot: ['dist', 'README.md', 'Dockerfile*'] },
    { title: 'a variable below a folder', dockerfile: 'FROM node:22\nARG WHAT\nCOPY . .\nCOPY dist/$WHAT /x\nRUN npm run build\n', projects: node({}), has: ['.git', 'Dockerfile*'], hasNot: ['dist'] },
    { title: 'a log that is copied', dockerfile: 'FROM a\nCOPY . .\nCOPY *.log /x/\n', hasNot: ['*.log'] },
    { title: 'tests and docs stay', tree: { 'tests/a.ts': '', 'docs/a.md': '', LICENSE: '' }, hasNot: ['tests', 'docs', 'LICENSE'] },
  ]; // prettier-ignore

  it.each(cases)('$title', async ({ tree = {}, dockerfile, projects, has = [], hasNot = [] }) => {
    const written = await lines(tree, dockerfile, projects);
    expect(written).toEqual(expect.arrayContaining([...has]));
    for (const pattern of hasNot) expect(written).not.toContain(pattern);
  });

  it('replaces a file without patterns, and keeps its comments', async () => {
    const proposal = await propose({ '.dockerignore': '# ours\r\n' });
    expect(proposal?.after.startsWith('# ours\r\n\r\n# Version control\r\n.git\r\n')).toBe(true);
    expect(proposal?.after).not.toMatch(/[^\r]\n/);
  });

  it('is not proposed without a context, or over a file that can not be read', async () => {
    const { facts, model } = await worldOf({});
    expect(
      proposeDockerignore({ ...facts, context: { ...facts.context, known: false } }, model),
    ).toBeUndefined();
    expect(await propose({ '.dockerignore': { unreadable: true } })).toBeUndefined();
    expect(await propose({ '.dockerignore': 'a\0b' })).toBeUndefined();
  });
});

describe('an existing file', () => {
  const node: Projects = { node: [typescriptNode] };
  const secret = { '.env': 'SECRET=1' };
  it.each([
    ['complete', 'node_modules\n.git\n.env\ndist\n', {}, undefined],
    [
      'heavy and secret entries only',
      'tmp\n',
      secret,
      'tmp\n\n# Version control\n.git\n\n# Dependencies are installed in the image\nnode_modules\n\n# Secrets and local configuration\n.env*\n',
    ],
    [
      'no final line break',
      'node_modules\n.git',
      secret,
      'node_modules\n.git\n\n# Secrets and local configuration\n.env*',
    ],
    [
      'CRLF',
      'node_modules\r\n.git\r\n',
      secret,
      'node_modules\r\n.git\r\n\r\n# Secrets and local configuration\r\n.env*\r\n',
    ],
    [
      'a blank line at the end',
      'node_modules\n.git\n\n',
      secret,
      'node_modules\n.git\n\n# Secrets and local configuration\n.env*\n',
    ],
    ['a list of what may pass', '*\n!src\n!package*.json\n', secret, undefined],
    ['taken back on purpose', 'node_modules\n.git\n!.env\n', secret, undefined],
    ['taken back by a wider pattern', 'node_modules\n.git\n.env*\n!.env*\n', secret, undefined],
    ['something in it taken back', '.git\n!node_modules/mine\n', {}, undefined],
    [
      'a folder taken back says nothing about a secret in it',
      '*\n!api\n',
      { 'api/.env': 'SECRET=1' },
      '*\n!api\n\n# Secrets and local configuration\napi/.env*\n',
    ],
    ['what is not there is not added', 'node_modules\n.git\n', {}, undefined],
    [
      'an example stays',
      'node_modules\n.git\n',
      { ...secret, '.env.example': 'SECRET=' },
      'node_modules\n.git\n\n# Secrets and local configuration\n.env*\n!.env.example\n',
    ],
    [
      'an excluded example stays excluded',
      'node_modules\n.git\n.env.example\n',
      { ...secret, '.env.example': 'SECRET=' },
      'node_modules\n.git\n.env.example\n\n# Secrets and local configuration\n.env*\n',
    ],
    [
      'exceptions of the user are repeated',
      'node_modules\n.git\n!.env.defaults.json\n',
      secret,
      'node_modules\n.git\n!.env.defaults.json\n\n# Secrets and local configuration\n.env*\n!.env.defaults.json\n',
    ],
    ['small logs are left', 'node_modules\n.git\n', { 'app.log': 'x' }, undefined],
    [
      'large logs are not',
      'node_modules\n.git\n',
      { 'app.log': { size: 2_000_000 } },
      'node_modules\n.git\n\n# Logs, caches and test results\n*.log\n',
    ],
    [
      'a log that was taken back',
      'node_modules\n.git\n!keep.log\n',
      { 'app.log': { size: 2_000_000 } },
      undefined,
    ],
    [
      'stale output that is large',
      'node_modules\n.git\n',
      { 'dist/x.js': { size: 2_000_000 } },
      'node_modules\n.git\n\n# Build output is made in the image\ndist\n',
    ],
    [
      'only the one at the top',
      '/node_modules\n.git\n',
      { 'web/node_modules/x': 'x' },
      '/node_modules\n.git\n\n# Dependencies are installed in the image\n**/node_modules\n',
    ],
  ] as const)('%s', async (_title, text, more, expected) => {
    const proposal = await propose({ ...express, ...more, '.dockerignore': text }, singleStage, node);
    expect(proposal?.after).toBe(expected);
    if (proposal !== undefined) expect(proposal.before).toBe(text);
  });

  it('extends the one that belongs to the Dockerfile', async () => {
    const tree = { ...express, 'Dockerfile.dockerignore': '.git\n', '.dockerignore': 'node_modules\n' };
    const proposal = await propose(tree, singleStage, node);
    expect(proposal).toMatchObject({
      path: 'Dockerfile.dockerignore',
      after: '.git\n\n# Dependencies are installed in the image\nnode_modules\n',
      added: [{ pattern: 'node_modules', bytes: 5_000_000 }],
    });
  });

  it('does not know the size of what was not measured', async () => {
    const proposal = await propose(
      { ...express, '.git/HEAD': { size: 1 }, id_rsa: 'abc', '.dockerignore': '.git\n' },
      singleStage,
      node,
    );
    expect(proposal?.added).toContainEqual({ pattern: 'id_rsa', bytes: 3, reason: 'secret' });
  });
});

describe('any project', () => {
  const names = [
    '.git/HEAD', '.env', '.env.production', '.env.example', 'node_modules/a.js', 'dist/index.js', 'dist', 'app.log', 'logs/a.log',
    'src/index.ts', 'README.md', 'Dockerfile.dev', 'compose.yaml', 'coverage/lcov.info', '.vscode/settings.json', 'id_rsa',
    'web/node_modules/b.js', 'web/.env', 'web/dist/a.js', 'package.json', 'a*b.key', '.npmrc', 'tsconfig.tsbuildinfo', '.venv/x',
  ]; // prettier-ignore
  const content = fc.constantFrom(
    'SECRET=1',
    'VITE_A=1',
    '-----BEGIN PRIVATE KEY-----',
    '//r/:_authToken=abc',
    '',
  );
  const tree = fc.dictionary(fc.constantFrom(...names.filter((name) => name !== 'dist')), content);
  const source = fc.constantFrom(
    ...names,
    '.',
    '*',
    '*.log',
    'web',
    'web/*',
    '.env*',
    'dist/$X',
    '$X',
    './src/',
    '.git',
  );
  const dockerfile = fc
    .array(fc.tuple(fc.constantFrom('COPY', 'ADD', 'bind'), source), { maxLength: 4 })
    .map((copies) => ['FROM node:22', 'ARG X', ...copies.map(([keyword, path]) => keyword === 'bind' ? `RUN --mount=type=bind,source=${path},target=/x true` : `${keyword} ["${path}", "/x/"]`), 'RUN npm run build', ''].join('\n')); // prettier-ignore
  const own = fc.option(
    fc.array(fc.constantFrom('node_modules', '**/node_modules', '!.env', '.env*', '*', '!src', '*.log', '!app.log', '.git', '# x', '', '!web', 'dist', '!dist/index.js', '!node_modules/a.js')).map((each) => each.join('\n')),
    { nil: undefined },
  ); // prettier-ignore
  const projects = fc.constantFrom<Projects>(
    { node: [typescriptNode] },
    {
      node: [
        {},
        { ...typescriptNode, directory: 'web', manifest: 'web/package.json', typescript: undefined },
      ],
    },
    { python: [{}] },
    { go: [{}] },
    {},
  );

  it('is proposed once, keeps the lines of the user and never excludes what the Dockerfile names', async () => {
    await fc.assert(
      fc.asyncProperty(tree, dockerfile, own, projects, async (files, text, ignore, kinds) => {
        const before = ignore === undefined ? files : { ...files, '.dockerignore': ignore };
        const { facts, model } = await worldOf(before, text, kinds);
        const proposal = proposeDockerignore(facts, model);
        if (proposal === undefined) return;
        expect(proposal.after.startsWith(ignore?.trim() === '' ? '' : (ignore ?? ''))).toBe(true);
        const matcher = parseDockerignore(proposal.after);
        expect(matcher.invalid).toEqual([]);
        for (const { path, complete } of contextSources(model)) {
          if (complete && path !== '' && path !== '*' && !facts.context.isIgnored(path))
            expect(matcher.ignores(path)).toBe(false);
        }
        for (const pattern of parseDockerignore(ignore ?? '').patterns) {
          if (pattern.negated && !facts.context.isIgnored(pattern.pattern))
            expect(matcher.ignores(pattern.pattern)).toBe(false);
        }
        const again = await worldOf({ ...files, [proposal.path]: proposal.after }, text, kinds);
        expect(proposeDockerignore(again.facts, again.model)).toBeUndefined();
      }),
      { numRuns: 1500 },
    );
  });
});
