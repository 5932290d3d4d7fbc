/** `npm run test:build [names…]`: proves by real image builds that what Optimize writes builds and runs. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { Engine } from './engine.ts';
import { examine, type Examined } from './examine.ts';
import { buildProjects } from './projects.ts';
import { page, table } from './report.ts';

const root = process.cwd();
const names = process.argv.slice(2);
const unknown = names.filter((name) => !buildProjects.some((project) => project.name === name));
if (unknown.length > 0) {
  console.error(
    `unknown: ${unknown.join(', ')}; there are ${buildProjects.map(({ name }) => name).join(', ')}`,
  );
  process.exit(2);
}

const engine = await Engine.start(root);
if (typeof engine === 'string') {
  console.log(`SKIP: ${engine}`);
  console.log('0 passed, 0 failed');
} else
  try {
    await examineAll(engine);
  } finally {
    await engine.stop();
  }

async function examineAll(engine: Engine): Promise<void> {
  const results: Examined[] = [];
  for (const project of buildProjects) {
    if (names.length > 0 && !names.includes(project.name)) continue;
    const result = await examine(engine, project, root);
    results.push(result);
    console.log(`${result.failures.length === 0 ? 'ok    ' : 'FAILED'} ${project.name}`);
    for (const failure of result.failures) console.log(failure.replace(/^/gm, '       '));
    if (result.failures.length > 0 && result.dockerfile !== undefined)
      console.log(result.dockerfile.replace(/^/gm, '       | '));
  }
  const failed = results.filter(({ failures }) => failures.length > 0).length;
  console.log(`\n${table(results)}\n`);
  if (names.length === 0 && failed === 0) {
    const file = path.join(root, 'docs', 'builds.md');
    const options = await resolveConfig(file);
    await writeFile(file, await format(page(results), { ...options, filepath: file }));
    console.log('Wrote docs/builds.md.');
  }
  console.log(`${results.length - failed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}
