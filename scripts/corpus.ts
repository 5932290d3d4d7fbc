/**
 * Goes over every Dockerfile below folders, with its project, and checks that fixes and rewrites keep their promises.
 *
 *   npm run corpus -- DIR… [--json] [--limit N]
 *
 * Nothing is written. Exit codes: 0 all promises hold, 1 some do not, 2 bad usage.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import { findDockerfiles } from '../server/cli/walk.ts';
import { displayPath } from '../server/cli/paths.ts';
import { maxDockerfileBytes } from '../server/dockerfile-name.ts';
import { joinLocation, parentLocation } from '../server/location.ts';
import { systemClock } from '../server/platform/node/clock.ts';
import { createNodeFileSystem } from '../server/platform/node/file-system.ts';
import { examine } from './corpus/examine.ts';
import { reportText } from './corpus/report.ts';
import { emptyResult } from './corpus/result.ts';

const usage = 'usage: npm run corpus -- DIR… [--json] [--limit N]';

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { json: { type: 'boolean' }, limit: { type: 'string' } },
    allowPositionals: true,
  });
  const limit = values.limit === undefined ? Infinity : Number(values.limit);
  if (positionals.length === 0 || !(limit > 0)) {
    console.error(usage);
    return 2;
  }
  const world = { fileSystem: createNodeFileSystem(), clock: systemClock };
  const result = emptyResult();
  // npm changes the working folder to the repository and leaves the user's own in INIT_CWD.
  const cwd = process.env['INIT_CWD'] ?? process.cwd();
  for (const folder of positionals) {
    const location = pathToFileURL(path.resolve(cwd, folder)).href;
    const walk = await findDockerfiles(world.fileSystem, location);
    for (const unread of walk.unreadable)
      result.unreadable.push({ path: displayPath(unread, cwd), reason: "the folder can't be read" });
    for (const file of walk.files) {
      if (result.files >= limit) break;
      const shown = displayPath(file, cwd);
      const read = await world.fileSystem.readText(file, maxDockerfileBytes);
      if (!read.ok) {
        result.unreadable.push({ path: shown, reason: read.reason });
        continue;
      }
      const root = await repositoryRoot(file, location);
      await examine({ path: shown, location: file, root, text: read.text }, world, result);
    }
  }
  console.log(values.json ? JSON.stringify(result, undefined, 2) : reportText(result));
  return result.violations.length > 0 ? 1 : 0;

  /** The folder with .git that holds the file, else the folder that was named. */
  async function repositoryRoot(file: string, named: string): Promise<string> {
    for (let folder = parentLocation(file); folder !== undefined; folder = parentLocation(folder)) {
      if (await world.fileSystem.stat(joinLocation(folder, '.git'))) return folder;
      if (folder === named) break;
    }
    return named;
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof TypeError ? `${error.message}\n${usage}` : error);
  process.exitCode = 2;
}
