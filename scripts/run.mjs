/**
 * Runs a TypeScript file of this repository with Node 20 (which can't by itself): bundles it with its local
 * imports into .cache/scripts and runs that. The script should find files by `process.cwd()`, the repository.
 *
 *   node scripts/run.mjs scripts/name.ts [arguments]
 */
import { build } from 'esbuild';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/**
 * @param {string} script relative to the repository
 * @param {readonly string[]} args
 * @returns {Promise<number>} the exit code
 */
export async function runTypeScript(script, args) {
  const outfile = path.join(
    root,
    '.cache',
    'scripts',
    `${script.replace(/[/\\]/g, '-').replace(/\.m?ts$/, '')}.mjs`,
  );
  await build({
    absWorkingDir: root,
    entryPoints: [script],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--enable-source-maps', outfile, ...args], {
      cwd: root,
      stdio: 'inherit',
    });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [script, ...args] = process.argv.slice(2);
  if (script === undefined) {
    console.error('usage: node scripts/run.mjs SCRIPT.ts [arguments]');
    process.exitCode = 2;
  } else process.exitCode = await runTypeScript(path.relative(root, path.resolve(script)), args);
}
