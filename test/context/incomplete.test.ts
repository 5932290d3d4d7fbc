import { describe, expect, it } from 'vitest';
import { incompleteEntries } from '../../server/context/incomplete.ts';
import type { MemoryTree } from '../support/memory-file-system.ts';
import { worldOf } from './helpers.ts';
import { typescriptNode } from './project-facts.ts';

const tree: MemoryTree = {
  'package.json': '{}',
  'node_modules/a/index.js': { size: 900 },
  '.git/HEAD': { size: 400 },
  '.env': 'SECRET=12',
  'src/.env': 'SECRET=1',
  'dist/index.js': { size: 2_000_000 },
  'app.log': { size: 3_000_000 },
  'README.md': 'x',
};

async function entries(files: MemoryTree, text: string) {
  const { facts, model } = await worldOf(files, text, { node: [typescriptNode] });
  return incompleteEntries(facts, model);
}

it('names what a broad COPY takes along, the largest first', async () => {
  const found = await entries(tree, 'FROM node:22\nCOPY . .\nRUN npm run build\n');
  expect(
    found.map(({ path, reason, label, bytes, pattern }) => ({ path, reason, label, bytes, pattern })),
  ).toEqual([
    { path: 'app.log', reason: 'heavy', label: 'heavy', bytes: 3_000_000, pattern: '*.log' },
    { path: 'dist', reason: 'build output', label: 'build output', bytes: 2_000_000, pattern: 'dist' },
    {
      path: 'node_modules',
      reason: 'dependencies',
      label: 'dependencies',
      bytes: 900,
      pattern: 'node_modules',
    },
    { path: '.git', reason: 'version control', label: 'version control', bytes: 400, pattern: '.git' },
    { path: '.env', reason: 'secret', label: 'environment file', bytes: 9, pattern: '.env*' },
    { path: 'src/.env', reason: 'secret', label: 'environment file', bytes: 8, pattern: 'src/.env*' },
  ]);
  expect(found.every(({ source }) => source.written === '.')).toBe(true);
});

describe('only what reaches the builder', () => {
  it.each([
    ['COPY package.json ./', {}, []],
    ['COPY src ./src', {}, ['src/.env']],
    ['COPY --from=x . .', {}, []],
    ['RUN --mount=type=bind,target=. true', {}, []],
    ['COPY . .', { '.dockerignore': '.git\nnode_modules\n**/.env\n*.log\n' }, []],
    ['COPY . .', { '.dockerignore': '.git\nnode_modules\n.env\n*.log\n' }, ['src/.env']],
    ['COPY . .', { '.dockerignore': '*\n!package.json\n' }, []],
    ['COPY . .', { '.dockerignore': '.git\n!node_modules\n**/.env\n*.log\n' }, []],
    // Named on purpose: the heavy ones are no business of .dockerignore, a secret still is one.
    ['COPY . .\nCOPY .git /g\nCOPY node_modules /n\nCOPY app.log /l', {}, ['.env', 'src/.env']],
    ['COPY .env ./', {}, ['.env']],
  ])('%s with %j: %j', async (lines, more, expected) => {
    const found = await entries({ ...tree, ...more }, `FROM node:22\n${lines}\n`);
    expect(found.map(({ path }) => path).sort()).toEqual(expected);
  });

  it('gives no pattern for a secret that the Dockerfile names', async () => {
    const found = await entries(tree, 'FROM node:22\nCOPY .env ./\n');
    expect(found).toMatchObject([{ path: '.env', pattern: undefined }]);
  });

  it('is silent without a context', async () => {
    const { facts, model } = await worldOf(tree);
    expect(incompleteEntries({ ...facts, context: { ...facts.context, known: false } }, model)).toEqual([]);
  });
});
