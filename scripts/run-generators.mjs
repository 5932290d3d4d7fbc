/**
 * Runs the generators, scripts/generate-*.ts: each writes committed files from a single source in the repository.
 *
 *   npm run generate              writes what is stale
 *   npm run generate -- --check   writes nothing, fails when something is stale
 */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTypeScript } from './run.mjs';

const args = process.argv.slice(2);
const folder = path.dirname(fileURLToPath(import.meta.url));
const registry = 'generate-rules.ts';
const generators = (await readdir(folder))
  .filter((file) => /^generate-.*\.ts$/.test(file))
  // The rules' registry first: the page about coverage reads it.
  .sort((a, b) => Number(b === registry) - Number(a === registry) || a.localeCompare(b));
for (const generator of generators) {
  const code = await runTypeScript(`scripts/${generator}`, args);
  if (code !== 0) {
    console.error(`scripts/${generator} ended with exit code ${code}`);
    process.exitCode = 1;
  }
}
