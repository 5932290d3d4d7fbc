/**
 * Makes everything in dist/ from the TypeScript sources with esbuild.
 *
 *   node scripts/bundle.mjs [--production] [--watch] [--quiet] [--only=cli,server,…]
 *
 * Outputs are CommonJS: VS Code's extension hosts (1.100 on) load `main` and `browser` by `require`, and a web
 * worker extension host knows nothing else. The web server is one classic Web Worker script.
 */
import { context } from 'esbuild';
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { thirdPartyNotices } from './third-party-notices.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const flags = new Set(process.argv.slice(2));
const production = flags.has('--production');
const watch = flags.has('--watch');
const quiet = flags.has('--quiet');
const only = process.argv
  .find((argument) => argument.startsWith('--only='))
  ?.slice('--only='.length)
  .split(',');

const node = { platform: 'node', target: 'node20', format: 'cjs', mainFields: ['module', 'main'] };
const browser = {
  platform: 'browser',
  target: 'es2022',
  mainFields: ['browser', 'module', 'main'],
  inject: ['server/platform/browser/buffer.ts'],
  // Some libraries look at `process.env` or use `global` without asking first.
  define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
};

/** One esbuild run per output: they differ in platform and in what stays outside. */
const targets = {
  extension: { ...node, entryPoints: ['client/extension.node.ts'], external: ['vscode'] },
  server: { ...node, entryPoints: ['server/main.node.ts'] },
  walker: { ...node, entryPoints: ['server/platform/node/walk-thread.ts'] },
  cli: { ...node, entryPoints: ['server/main.cli.ts'], banner: { js: '#!/usr/bin/env node' } },
  'extension.browser': {
    ...browser,
    format: 'cjs',
    entryPoints: ['client/extension.browser.ts'],
    external: ['vscode'],
  },
  'server.browser': { ...browser, format: 'iife', entryPoints: ['server/main.browser.ts'] },
};

const names = Object.keys(targets).filter((name) => only === undefined || only.includes(name));
if (only === undefined && !watch) await rm(path.join(root, 'dist'), { recursive: true, force: true });
await mkdir(path.join(root, 'dist'), { recursive: true });

const contexts = await Promise.all(
  names.map((name) =>
    context({
      absWorkingDir: root,
      bundle: true,
      outfile: `dist/${name}.js`,
      minify: production,
      sourcemap: production ? false : 'linked',
      sourcesContent: false,
      legalComments: 'none',
      metafile: true,
      logLevel: 'warning',
      ...targets[name],
    }),
  ),
);

if (watch) {
  await Promise.all(contexts.map((it) => it.watch()));
  // The words VS Code's background task waits for (.vscode/tasks.json).
  console.log('watching');
} else {
  try {
    const results = await Promise.all(contexts.map((it) => it.rebuild()));
    if (!quiet) await printSizes();
    if (production) {
      const notices = await thirdPartyNotices(
        root,
        results.map((result) => result.metafile),
      );
      await writeFile(path.join(root, 'dist', 'THIRD-PARTY-NOTICES.txt'), notices);
    }
  } catch {
    // esbuild has printed its errors already.
    process.exitCode = 1;
  }
  await Promise.all(contexts.map((it) => it.dispose()));
}

async function printSizes() {
  for (const name of names) {
    const { size } = await stat(path.join(root, 'dist', `${name}.js`));
    console.log(`${`dist/${name}.js`.padEnd(28)} ${(size / 1000).toFixed(0).padStart(6)} kB`);
  }
}
