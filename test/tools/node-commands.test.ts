import { describe, expect, it } from 'vitest';
import { managerCommands } from '../../server/tools/node-commands.ts';
import { nodeCommand } from '../../server/tools/node.ts';
import { factsFor } from '../support/facts.ts';
import { nodeFiles, type Manifest } from '../support/node-project.ts';
import { firstCommand } from './commands.ts';

async function commandsOf(manager: Parameters<typeof nodeFiles>[0], frozen = true, changes: Manifest = {}) {
  const files = nodeFiles(manager, { name: 'shop', dependencies: { a: '1.0.0' }, ...changes });
  const facts = await factsFor('FROM node:22\n', {
    ...files,
    ...(manager === 'berry' && { '.yarnrc.yml': 'nodeLinker: node-modules\n' }),
    'packages/a/package.json': '{"name":"a"}',
  });
  return managerCommands(facts.project.node('')!, frozen);
}

describe('managerCommands', () => {
  it.each(['npm', 'pnpm', 'yarn', 'bun'] as const)(
    'of %s are what our own reader takes them for',
    async (manager) => {
      for (const frozen of [true, false]) {
        const commands = await commandsOf(manager, frozen);
        const all = nodeCommand(firstCommand(commands.install));
        const production = nodeCommand(firstCommand(commands.installProduction!));
        expect(all).toMatchObject({ kind: 'install', frozen, omitsDev: false });
        expect(production).toMatchObject({ kind: 'install', frozen, omitsDev: true });
        const quiet = nodeCommand(firstCommand(`${commands.install} ${commands.ignoreScripts}`));
        expect(quiet).toMatchObject({ kind: 'install', ignoresScripts: true });
      }
    },
  );

  it('prune without the scripts of the project, whose packages are gone', async () => {
    expect((await commandsOf('npm')).prune).toBe('npm prune --omit=dev');
    const scripts = { prepare: 'husky' };
    expect((await commandsOf('npm', true, { scripts })).prune).toBe('npm prune --omit=dev --ignore-scripts');
    expect((await commandsOf('pnpm', true, { scripts })).prune).toBe('pnpm prune --prod --ignore-scripts');
  });

  it('do not prune where that is not certain', async () => {
    expect((await commandsOf('bun')).prune).toBeUndefined();
    const workspace = await factsFor('FROM node:22\n', {
      ...nodeFiles('pnpm', { name: 'shop' }),
      'pnpm-workspace.yaml': 'packages:\n  - packages/*\n',
      'packages/a/package.json': '{"name":"a"}',
    });
    expect(managerCommands(workspace.project.node('')!, true).prune).toBeUndefined();
  });

  it.each([
    ['yarn@4.1.1', 'yarn workspaces focus --all --production'],
    ['yarn@3.6.4', undefined],
  ])('of %s know whether focus is built in', async (packageManager, expected) => {
    const commands = await commandsOf('berry', true, { packageManager });
    expect(commands).toMatchObject({ install: 'yarn install --immutable' });
    expect(commands.installProduction).toBe(expected);
    expect(commands.prune).toBe(expected);
  });
});
