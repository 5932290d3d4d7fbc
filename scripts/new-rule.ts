/**
 * Begins a new rule: its file with an example, its test, and the registry and page that are generated from it.
 *
 *     npm run new-rule -- group/name
 */
import { spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { scaffold } from './scaffold.ts';

const root = process.cwd();

async function main(id: string | undefined): Promise<number> {
  const files = scaffold(id ?? '');
  for (const file of files) {
    const target = path.join(root, file.path);
    await mkdir(path.dirname(target), { recursive: true });
    // Never over a file that is there.
    await writeFile(target, file.content, { flag: 'wx' });
    console.log(`wrote ${file.path}`);
  }
  spawnSync(process.execPath, ['scripts/run-generators.mjs'], { cwd: root, stdio: 'inherit' });
  console.log(`Now: npx vitest run test/rules -t ${id} (CONTRIBUTING.md, "A new rule")`);
  return 0;
}

try {
  process.exitCode = await main(process.argv[2]);
} catch (error) {
  console.error(`npm run new-rule -- group/name: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
}
