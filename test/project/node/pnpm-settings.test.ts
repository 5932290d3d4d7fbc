import { describe, expect, it } from 'vitest';
import { json, projectOf } from '../support.ts';

describe('settings of pnpm that move packages', () => {
  it.each<[string, Record<string, string>, string | undefined]>([
    ['none', {}, undefined],
    ['another setting', { '.npmrc': 'shamefully-hoist=true\n' }, undefined],
    ['a store inside node_modules', { '.npmrc': 'virtual-store-dir=node_modules/.store' }, undefined],
    ['a store elsewhere', { '.npmrc': 'a=b\r\nvirtual-store-dir = /pnpm\r\n' }, 'virtual-store-dir=/pnpm'],
    ['a comment', { '.npmrc': '# node-linker=pnp\n' }, undefined],
    ['plugged in', { '.npmrc': 'node-linker=pnp' }, 'node-linker=pnp'],
    ['flat', { '.npmrc': 'node-linker=hoisted' }, undefined],
    [
      'in the workspace',
      { 'pnpm-workspace.yaml': 'enableGlobalVirtualStore: true\n' },
      'enable-global-virtual-store=true',
    ],
    ['as a word', { 'pnpm-workspace.yaml': 'modulesDir: packages\n' }, 'modules-dir=packages'],
    ['a broken workspace', { 'pnpm-workspace.yaml': '{' }, undefined],
  ])('%s', async (_, files, setting) => {
    const manifest = json({ name: 'a', packageManager: 'pnpm@10.4.1' });
    const facts = await projectOf({ 'package.json': manifest, ...files });
    expect(facts.node('')!.packagesElsewhere).toBe(setting);
  });

  it('are those of pnpm alone', async () => {
    const facts = await projectOf({ 'package.json': '{"name":"a"}', '.npmrc': 'node-linker=pnp' });
    expect(facts.node('')!.packagesElsewhere).toBeUndefined();
  });
});
