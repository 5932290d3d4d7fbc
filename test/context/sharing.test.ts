import { describe, expect, it } from 'vitest';
import { parseDockerignore } from '../../server/context/dockerignore.ts';
import { incompleteEntries } from '../../server/context/incomplete.ts';
import { proposeDockerignore } from '../../server/context/propose.ts';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { gatherFacts } from '../../server/engine/gather.ts';
import { testToday } from '../support/facts.ts';
import { createMemoryFileSystem } from '../support/memory-file-system.ts';
import type { MemoryTree } from '../support/memory-file-system.ts';
import { contextOf, worldOf } from './helpers.ts';
import { typescriptNode } from './project-facts.ts';

const api =
  'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN npm run build\nCMD ["node", "dist/index.js"]\n';
const project: MemoryTree = {
  'package.json': '{}',
  'package-lock.json': '{}',
  'src/index.ts': 'x',
  'dist/index.js': { size: 5_000_000 },
  'node_modules/a/index.js': { size: 5_000_000 },
  '.git/HEAD': { size: 3_000_000 },
  '.env': 'SECRET=3f9ac1e07b5d42689e1f',
  'debug.log': { size: 2_000_000 },
};

describe('findSharing', () => {
  it('finds those that are built in the folder, here and below', async () => {
    const { sharing } = await contextOf({
      ...project,
      'web.Dockerfile': 'FROM a\nCOPY src /\n',
      'docker/Dockerfile.worker': 'FROM a\nCOPY package.json src /\n',
      'own/Dockerfile': 'FROM a\nCOPY index.js /\n',
      'own/index.js': '',
      'apart.Dockerfile': 'FROM a\nCOPY src /\n',
      'apart.Dockerfile.dockerignore': '*\n',
      'broken.Dockerfile': { size: 10 },
    }); // prettier-ignore
    expect(sharing.map(({ path }) => path)).toEqual(['docker/Dockerfile.worker', 'web.Dockerfile']);
  });

  it('believes the compose file before the sources', async () => {
    const fileSystem = createMemoryFileSystem({
      ...project,
      Dockerfile: api,
      'own/Dockerfile': 'FROM a\nCOPY . /\n',
      'web.Dockerfile': 'FROM a\nCOPY src /\n',
      'compose.yaml':
        'services:\n  own: { build: { context: ., dockerfile: own/Dockerfile } }\n  web: { build: { context: own, dockerfile: ../web.Dockerfile } }\n',
    });
    const { context } = await gatherFacts({
      model: parseDockerfile(api),
      fileSystem,
      clock: { today: () => testToday, now: () => 0 },
      dockerfile: fileSystem.locate('Dockerfile'),
      workspaceRoot: fileSystem.root,
    });
    expect(context.sharing.map(({ path }) => path)).toEqual(['own/Dockerfile']);
  });

  it('finds none for a file that belongs to one Dockerfile', async () => {
    const { sharing } = await contextOf({
      ...project,
      'Dockerfile.dockerignore': '*.log\n',
      'web.Dockerfile': 'FROM a\nCOPY src /\n',
    });
    expect(sharing).toEqual([]);
  });
});

describe('a proposal', () => {
  async function ignored(others: MemoryTree, paths: readonly string[]): Promise<readonly string[]> {
    const { facts, model } = await worldOf({ ...project, ...others }, api, { node: [typescriptNode] });
    const proposal = proposeDockerignore(facts, model);
    const matcher = parseDockerignore(proposal?.after ?? '');
    return paths.filter((path) => matcher.ignores(path));
  }
  const all = ['.git', 'node_modules', 'dist', '.env', 'debug.log'];

  it('keeps what another Dockerfile names', async () => {
    expect(await ignored({}, all)).toEqual(all);
    expect(await ignored({ 'b.Dockerfile': 'FROM a\nCOPY dist/index.js .env /\n' }, all)).toEqual([
      '.git',
      'node_modules',
      'debug.log',
    ]);
    expect(
      await ignored({ 'b.Dockerfile': 'FROM a\nCOPY src /\nRUN --mount=type=bind,source=node_modules,target=/m true\n' }, all),
    ).toEqual(['.git', 'dist', '.env', 'debug.log']);
  }); // prettier-ignore

  it('keeps the output that another one takes along as it is', async () => {
    const runs = { 'run.Dockerfile': 'FROM node:22\nCOPY . /app\nCMD ["node", "/app/dist/index.js"]\n' };
    expect(await ignored(runs, all)).not.toContain('dist');
    const builds = { 'other.Dockerfile': api };
    expect(await ignored(builds, all)).toEqual(all);
  });

  it('keeps the history that another one asks', async () => {
    const asks = { 'b.Dockerfile': 'FROM a\nCOPY src /src\nRUN git describe --tags\n' };
    expect(await ignored(asks, all)).not.toContain('.git');
  });
});

it('reports nothing as superfluous that another Dockerfile needs', async () => {
  const paths = async (others: MemoryTree): Promise<readonly string[]> => {
    const { facts, model } = await worldOf({ ...project, '.dockerignore': '*.md\n', ...others }, api, {
      node: [typescriptNode],
    });
    return incompleteEntries(facts, model).map(({ path }) => path);
  };
  expect(await paths({})).toContain('dist');
  expect(await paths({ 'b.Dockerfile': 'FROM a\nCOPY dist /\n' })).not.toContain('dist');
});
