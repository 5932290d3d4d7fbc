import { describe, expect, it } from 'vitest';
import { nodeCommand, type NodeInstall } from '../../server/tools/node.ts';
import { firstCommand } from './commands.ts';

const read = (line: string) => nodeCommand(firstCommand(line));

const plain = {
  frozen: false,
  ignoresLockfile: false,
  omitsDev: false,
  includesDev: false,
  ignoresScripts: false,
  directory: undefined,
  filtered: false,
};

describe('installs', () => {
  it.each<[string, Partial<NodeInstall>]>([
    ['npm install', { tool: 'npm' }],
    ['npm i', {}],
    ['npm add', {}],
    ['npm ci', { frozen: true }],
    ['npm clean-install', { frozen: true }],
    ['npm ci $FLAGS', { frozen: true }],
    ['npm ci --omit=dev', { frozen: true, omitsDev: true }],
    ['npm ci --omit dev', { frozen: true, omitsDev: true }],
    ['npm ci --omit=dev --omit=optional', { frozen: true, omitsDev: true }],
    ['npm ci --omit=dev --include=dev', { frozen: true, includesDev: true }],
    ['npm ci --omit=optional', { frozen: true }],
    ['npm ci --only=production', { frozen: true, omitsDev: true }],
    ['npm install --production', { omitsDev: true }],
    ['npm install --production=false', { includesDev: true }],
    ['npm install --only=prod', { omitsDev: true }],
    ['npm install -P', {}],
    ['npm install -D', {}],
    ['npm install --include=dev', { includesDev: true }],
    ['npm install --no-package-lock', { ignoresLockfile: true }],
    ['npm install --package-lock=false', { ignoresLockfile: true }],
    ['npm install --no-save', {}],
    ['npm install --ignore-scripts', { ignoresScripts: true }],
    ['npm install --ignore-scripts=false', {}],
    ['npm --prefix web ci', { frozen: true, directory: 'web' }],
    ['npm ci --prefix=web', { frozen: true, directory: 'web' }],
    ['npm ci -w api', { frozen: true, filtered: true }],
    ['npm install --location=project', {}],
    ['npm ci --registry https://registry.example', { frozen: true }],
    ['npx --yes npm@10 ci', { tool: 'npm', frozen: true }],
    ['pnpm install', { tool: 'pnpm' }],
    ['pnpm i --frozen-lockfile', { frozen: true }],
    ['pnpm install --frozen-lockfile=false', { ignoresLockfile: true }],
    ['pnpm install --no-frozen-lockfile', { ignoresLockfile: true }],
    ['pnpm install -P', { omitsDev: true }],
    ['pnpm install --prod', { omitsDev: true }],
    ['pnpm install --prod=false', { includesDev: true }],
    ['pnpm install -w', {}],
    ['pnpm --filter web install', { filtered: true }],
    ['pnpm install -r --offline --frozen-lockfile', { frozen: true }],
    ['corepack pnpm install --frozen-lockfile', { tool: 'pnpm', frozen: true }],
    ['npx -y pnpm@9.1.0 i', { tool: 'pnpm' }],
    ['yarn', { tool: 'yarn' }],
    ['yarn install', {}],
    ['yarn --frozen-lockfile', { frozen: true }],
    ['yarn install --immutable', { frozen: true }],
    ['yarn install --pure-lockfile', {}],
    ['yarn install --no-lockfile', { ignoresLockfile: true }],
    ['yarn --production --network-timeout 100000', { omitsDev: true }],
    ['yarn --cwd web install', { directory: 'web' }],
    ['yarn install --mode=skip-build', { ignoresScripts: true }],
    ['corepack yarn', { tool: 'yarn' }],
    ['bun install', { tool: 'bun' }],
    ['bun install --frozen-lockfile --production', { frozen: true, omitsDev: true }],
    ['bun install -p', { omitsDev: true }],
    ['bun i --omit=dev', { omitsDev: true }],
    ['bun ci', { frozen: true }],
    ['NODE_ENV=production npm ci', { frozen: true }],
    ['sudo -u node npm ci', { frozen: true }],
  ])('%s', (line, expected) => {
    expect(read(line)).toMatchObject({ kind: 'install', ...plain, ...expected });
  });

  it('gives the words of the package manager when another program runs it', () => {
    const install = read('npx -y pnpm@9 install');
    expect(install?.command.words.map(({ value }) => value)).toEqual(['pnpm@9', 'install']);
  });
});

describe('no installs of the project', () => {
  it.each([
    'npm install express',
    'npm install -g npm@11',
    'npm install --global typescript',
    'npm install --location=global tsx',
    'npm install $PACKAGE',
    'npm --version',
    'npm run build',
    'pnpm add zod',
    'pnpm fetch',
    'pnpm install --help',
    'yarn add left-pad',
    'yarn global add serve',
    'yarn --version',
    'yarn build',
    'bun add zod',
    'bun build ./x.ts',
    'corepack enable',
    'npx tsc',
    'node install',
    'pip install x',
  ])('%s', (line) => {
    expect(read(line)?.kind).not.toBe('install');
  });
});

describe('scripts', () => {
  it.each<[string, string, boolean?]>([
    ['npm run build', 'build'],
    ['npm run-script build -- --prod', 'build'],
    ['npm run build --workspace=web', 'build', true],
    ['npm start', 'start'],
    ['npm t', 'test'],
    ['pnpm build', 'build'],
    ['pnpm run build', 'build'],
    ['pnpm --filter web build', 'build', true],
    ['pnpm -w run build', 'build'],
    ['pnpm -r build', 'build'],
    ['yarn build', 'build'],
    ['yarn run build:web', 'build:web'],
    ['yarn workspace web build', 'build', true],
    ['yarn workspace web run build', 'build', true],
    ['yarn workspaces foreach -A run build', 'build', true],
    ['bun run build', 'build'],
    ['bun dev', 'dev'],
    ['corepack yarn build', 'build'],
  ])('%s', (line, script, filtered = false) => {
    expect(read(line)).toMatchObject({ kind: 'run', script, filtered });
  });

  it.each(['npm build', 'bun index.ts', 'bun test', 'pnpm dlx x', 'yarn workspace web add x', 'npm run $X'])(
    '%s runs none',
    (line) => {
      expect(read(line)?.kind).not.toBe('run');
    },
  );
});

it.each<[string, unknown]>([
  ['npm prune --omit=dev', { kind: 'prune', production: true }],
  ['npm prune --production', { kind: 'prune', production: true }],
  ['npm prune', { kind: 'prune', production: false }],
  ['pnpm prune --prod', { kind: 'prune', production: true }],
  ['npm cache clean --force', { kind: 'cache-clean' }],
  ['npm cache verify', { kind: 'other' }],
  ['yarn cache clean', { kind: 'cache-clean' }],
  ['yarn cache list', { kind: 'other' }],
  ['pnpm store prune', { kind: 'cache-clean' }],
  ['bun pm cache rm', { kind: 'cache-clean' }],
  ['pnpm deploy --filter api /out', { kind: 'other' }],
])('%s', (line, expected) => {
  expect(read(line)).toMatchObject(expected as object);
});
