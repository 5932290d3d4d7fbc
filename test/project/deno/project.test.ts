import { describe, expect, it } from 'vitest';
import type { DenoProject } from '../../../server/project/facts.ts';
import { normalSpecifier } from '../../../server/project/deno/lock.ts';
import type { MemoryTree } from '../../support/memory-file-system.ts';
import { json, projectOf } from '../support.ts';

const denoOf = async (tree: MemoryTree): Promise<DenoProject> => (await projectOf(tree)).find('deno', '')!;
const imports = { '@std/http': 'jsr:@std/http@^1.0.0', hono: 'npm:hono@4', local: './src/' };
const lock = (dependencies: readonly string[]): string =>
  json({
    version: '5',
    jsr: { '@std/http@1.0.1': {} },
    npm: { 'hono@4.5.0': {} },
    workspace: { dependencies },
  });

describe('Deno', () => {
  it('reads its configuration with comments', async () => {
    const project = await denoOf({
      'deno.jsonc': `{ // x\n "imports": ${json(imports)}, "tasks": { "start": "deno run -A main.ts", "dev": { "command": "deno run --watch main.ts" } }, "nodeModulesDir": "auto", "lock": { "frozen": true }, }`,
      'deno.lock': lock(['jsr:@std/http@1', 'jsr:@std/http@^1.0.0', 'npm:hono@4']),
    });
    expect(project).toMatchObject({
      manifest: 'deno.jsonc',
      configuration: 'deno.jsonc',
      imports,
      tasks: { start: 'deno run -A main.ts', dev: 'deno run --watch main.ts' },
      nodeModulesDir: 'auto',
      lockFrozen: true,
      lockDisabled: false,
      lock: { path: 'deno.lock', packages: 2, inStep: true },
      frameworks: ['hono'],
      members: [],
    });
  });
  it.each<[string, MemoryTree, Partial<DenoProject>]>([
    ['an import map', { 'deno.json': json({ importMap: './import_map.json' }), 'import_map.json': json({ imports }) }, { importMap: 'import_map.json', imports, installFiles: ['import_map.json'] }],
    ['a lockfile that is out of step', { 'deno.json': json({ imports }), 'deno.lock': lock(['jsr:@std/http@^1.0.0']) }, { lock: { path: 'deno.lock', packages: 2, inStep: false, differences: ['npm:hono@4'] } }],
    ['a package.json', { 'deno.json': json({ imports }), 'package.json': '{}', 'deno.lock': lock([]) }, { packageJson: 'package.json', installFiles: ['package.json'], lock: { path: 'deno.lock', packages: 2, inStep: undefined, differences: [] } }],
    ['no lockfile on purpose', { 'deno.json': json({ lock: false }), 'deno.lock': lock([]) }, { lock: undefined, lockDisabled: true }],
    ['a lockfile elsewhere', { 'deno.json': json({ lock: 'other.lock' }), 'other.lock': lock([]) }, { lock: { path: 'other.lock', packages: 2, inStep: true, differences: [] } }],
    ['nothing but a lockfile', { 'deno.lock': lock([]) }, { manifest: 'deno.lock', configuration: undefined }],
    ['a workspace', { 'deno.json': json({ workspace: ['./a', '../b'], vendor: true }) }, { members: ['a'], vendored: true }],
    ['a broken lockfile', { 'deno.json': '{}', 'deno.lock': '{' }, { lock: { path: 'deno.lock', packages: undefined, inStep: undefined, differences: [] } }],
    ['a broken configuration', { 'deno.json': '{"tasks": {"start": "deno run x.ts"' }, { tasks: { start: 'deno run x.ts' } }],
  ])('with %s', async (_name, tree, expected) => {
    expect(await denoOf(tree)).toMatchObject(expected);
  }); // prettier-ignore
  it.each([
    ['npm:hono', 'npm:hono@*'],
    ['npm:@scope/x@^1/sub/path', 'npm:@scope/x@>=1.0.0 <2.0.0-0'],
    ['npm:x@^0.7.2', normalSpecifier('npm:x@~0.7.2')],
    ['npm:x@latest', 'npm:x@latest'],
    ['jsr:/@std/http@1/serve', 'jsr:@std/http@>=1.0.0 <2.0.0-0'],
    ['https://deno.land/x/oak/mod.ts', 'https://deno.land/x/oak/mod.ts'],
  ])('%s is %s', (specifier, normal) => {
    expect(normalSpecifier(specifier)).toBe(normal);
  });
});
