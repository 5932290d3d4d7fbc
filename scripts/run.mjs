// Runs a TypeScript script: node scripts/run.mjs scripts/<name>.ts [arguments]
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';

const [entry, ...args] = process.argv.slice(2);
if (entry === undefined) {
  process.stderr.write('usage: node scripts/run.mjs <script.ts> [arguments]\n');
  process.exit(2);
}
const folder = join('node_modules', '.cache', 'scripts');
mkdirSync(folder, { recursive: true });
const outfile = join(folder, `${basename(entry, '.ts')}.mjs`);
// Packages stay outside of the bundle: they are found from node_modules/.cache like from anywhere else.
await build({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'esm', target: 'node20', packages: 'external', sourcemap: 'inline', logLevel: 'warning' }); // prettier-ignore
const { status, error } = spawnSync(process.execPath, ['--enable-source-maps', outfile, ...args], { stdio: 'inherit' });
if (error !== undefined) throw error;
process.exit(status ?? 1);
