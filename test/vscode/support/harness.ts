/** Bundles the tests that run inside VS Code into a bare extension that holds nothing else. */
import { build } from 'esbuild';
import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';

export interface Harness {
  /** The folder of the bare extension. */
  readonly extension: string;
  /** The file VS Code loads in its Node extension host. */
  readonly node: string;
  /** The file VS Code loads in its web worker extension host. */
  readonly web: string;
}

/** @param folder below the repository, so that mocha is found from there */
export async function bundleHarness(folder: string): Promise<Harness> {
  await mkdir(folder, { recursive: true });
  await copyFile('test/vscode/harness/package.json', path.join(folder, 'package.json'));
  const common = { bundle: true, format: 'cjs', logLevel: 'warning', sourcemap: 'inline' } as const;
  const node = path.join(folder, 'index.node.js');
  const web = path.join(folder, 'index.web.js');
  await build({
    ...common,
    entryPoints: ['test/vscode/harness/index.node.ts'],
    outfile: node,
    platform: 'node',
    external: ['vscode', 'mocha'],
  });
  await build({
    ...common,
    entryPoints: ['test/vscode/harness/index.web.ts'],
    outfile: web,
    platform: 'browser',
    external: ['vscode'],
    define: { global: 'globalThis' },
    banner: { js: 'globalThis.process ??= { env: {} };' },
  });
  return { extension: folder, node, web };
}
