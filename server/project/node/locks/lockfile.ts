import type { Lockfile, NodePackageManager } from '../../facts.ts';
import { inside } from '../../paths.ts';
import { readLimits } from '../../reader.ts';
import type { ProjectReader } from '../../reader.ts';
import { reasonOf } from '../../value.ts';
import { readBunLock } from './bun.ts';
import { lockedPackages } from './graph.ts';
import type { CoveredManifests, LockGraph, LockReader } from './graph.ts';
import { readNpmLock } from './npm.ts';
import { readPnpmLock } from './pnpm.ts';
import { readYarnBerryLock } from './yarn-berry.ts';
import { readYarnLock } from './yarn.ts';

export interface LoadedLockfile {
  readonly lockfile: Lockfile;
  readonly graph: LockGraph | undefined;
}

/** Lockfile names, the winner of each manager first: npm prefers a shrinkwrap, bun its text format. */
const names: readonly (readonly [string, NodePackageManager])[] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['npm-shrinkwrap.json', 'npm'],
  ['package-lock.json', 'npm'],
];

const readers: Readonly<Record<NodePackageManager, LockReader>> = {
  npm: readNpmLock,
  pnpm: readPnpmLock,
  yarn: readYarnLock,
  'yarn-berry': readYarnBerryLock,
  bun: readBunLock,
};

/** How many names `Lockfile.differences` holds at most. */
const shownDifferences = 5;

/** Every lockfile in `directory`. One that can't be used is there without packages, and noted as a problem. */
export async function loadLockfiles(
  reader: ProjectReader,
  directory: string,
  manifests: CoveredManifests,
): Promise<readonly LoadedLockfile[]> {
  const result: LoadedLockfile[] = [];
  for (const [name, manager] of names) {
    const path = inside(directory, name);
    if (!reader.isFile(path)) continue;
    if (name === 'bun.lockb') result.push(unread(path, manager));
    else result.push(await load(reader, path, manager, manifests));
  }
  return result;
}

async function load(
  reader: ProjectReader,
  path: string,
  byName: NodePackageManager,
  manifests: CoveredManifests,
): Promise<LoadedLockfile> {
  const text = await reader.text(path, readLimits.lockfile);
  if (text === undefined) return unread(path, byName);
  const manager = byName === 'yarn' && /^__metadata:/m.test(text) ? 'yarn-berry' : byName;
  try {
    const graph = readers[manager](text, manifests);
    const differences = differencesOf(graph);
    return {
      graph,
      lockfile: {
        path,
        manager,
        version: graph.version,
        packages: lockedPackages(graph),
        inStep: differences === undefined ? undefined : differences.length === 0,
        differences: differences?.slice(0, shownDifferences) ?? [],
      },
    };
  } catch (error) {
    reader.problem(path, `${path} can't be parsed: ${reasonOf(error)}`);
    return unread(path, manager);
  }
}

function unread(path: string, manager: NodePackageManager): LoadedLockfile {
  return {
    graph: undefined,
    lockfile: { path, manager, version: undefined, packages: undefined, inStep: undefined, differences: [] },
  };
}

/** A frozen install looks at every member of the workspace. */
function differencesOf(graph: LockGraph): readonly string[] | undefined {
  const lists = [...graph.importers.values()].map((importer) => importer.differences);
  const known = lists.filter((list) => list !== undefined);
  return known.length === 0 ? undefined : [...new Set(known.flat())];
}
