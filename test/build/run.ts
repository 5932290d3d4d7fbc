/**
 * `npm run test:build [names…]`: proves by real image builds that what Optimize writes builds and runs, and (name:
 * `contexts`) that the builder receives of a context what we say. With `--subset`: see subset.ts.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { compareContexts } from './contexts.ts';
import { Engine } from './engine.ts';
import { examine, type Examined } from './examine.ts';
import { buildProjects } from './projects.ts';
import { page, printResult, table } from './report.ts';
import { allResults, keepResult } from './results.ts';
import { examineSubset } from './subset.ts';

const root = process.cwd();
const subset = process.argv.includes('--subset');
const names = process.argv.slice(2).filter((name) => name !== '--subset');
const contextsName = 'contexts';
const known = [...buildProjects.map(({ name }) => name), contextsName];
const unknown = names.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`unknown: ${unknown.join(', ')}; there are ${known.join(', ')}`);
  process.exit(2);
}

if (subset) await examineSubset(root);
else await examineChosen();

async function examineChosen(): Promise<void> {
  const engine = await Engine.start(root);
  if (typeof engine === 'string') {
    console.log(`SKIP: ${engine}`);
    console.log('0 passed, 0 failed');
    return;
  }
  try {
    if (names.length === 0 || names.includes(contextsName)) await checkContexts(engine);
    if (names.length === 0 || names.some((name) => name !== contextsName)) await examineAll(engine);
  } finally {
    await engine.stop();
  }
}

async function checkContexts(engine: Engine): Promise<void> {
  const { count, failures } = await compareContexts(engine);
  console.log(`${failures.length === 0 ? 'ok    ' : 'FAILED'} ${contextsName}`);
  for (const failure of failures) console.log(`       ${failure}`);
  console.log(`${count - failures.length} of ${count} contexts are received as we say`);
  if (failures.length > 0) process.exitCode = 1;
}

async function examineAll(engine: Engine): Promise<void> {
  const results: Examined[] = [];
  for (const project of buildProjects) {
    if (names.length > 0 && !names.includes(project.name)) continue;
    const result = await examine(engine, project, root);
    results.push(result);
    await keepResult(engine.folder, result);
    printResult(result);
  }
  const failed = results.filter(({ failures }) => failures.length > 0).length;
  console.log(`\n${table(results)}\n`);
  await writePage(engine);
  console.log(`${results.length - failed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}

async function writePage(engine: Engine): Promise<void> {
  const { results, missing } = await allResults(engine.folder, buildProjects, root);
  if (missing.length > 0) {
    console.log(`docs/builds.md stays as it is: to be built (again): ${missing.join(', ')}`);
    return;
  }
  const file = path.join(root, 'docs', 'builds.md');
  const options = await resolveConfig(file);
  await writeFile(file, await format(page(results), { ...options, filepath: file }));
  console.log('Wrote docs/builds.md.');
}
