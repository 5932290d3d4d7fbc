import type { ContextFacts } from '../context/facts.ts';
import { unenteredDirectories } from '../context/facts.ts';
import { depthOf, fileNameOf } from './paths.ts';
import { isPythonManifest } from './python/project.ts';

/** How many manifests are read at most; a context with more is a collection of many projects. */
const maxManifests = 60;

export interface FoundManifests {
  readonly node: readonly string[];
  readonly python: readonly string[];
  readonly go: readonly string[];
  /** How many were left out. */
  readonly skipped: number;
}

/** Folders whose manifests belong to somebody else's code. */
const foreignFolders: ReadonlySet<string> = new Set(['vendor', 'testdata', 'site-packages']);

/** Manifests in the context's listing, shallow ones first, at most `maxManifests`. */
export function findManifests(context: ContextFacts): FoundManifests {
  const all = context.entries
    .filter((entry) => entry.type === 'file' || entry.type === 'symlink')
    .map((entry) => entry.path)
    .filter((path) => kindOf(path) !== undefined && !isForeign(path));
  // Where the listing ended early the top folder's manifests may be missing from it.
  for (const name of ['package.json', 'requirements.txt', 'pyproject.toml', 'Pipfile', 'go.mod'])
    if (!all.includes(name) && context.has(name) === undefined) all.push(name);
  all.sort((a, b) => depthOf(a) - depthOf(b) || (a < b ? -1 : 1));
  const taken = all.slice(0, maxManifests);
  const of = (kind: ReturnType<typeof kindOf>): readonly string[] =>
    taken.filter((path) => kindOf(path) === kind);
  return { node: of('node'), python: of('python'), go: of('go'), skipped: all.length - taken.length };
}

function kindOf(path: string): 'node' | 'python' | 'go' | undefined {
  const name = fileNameOf(path);
  if (name === 'package.json') return 'node';
  if (name === 'go.mod') return 'go';
  return isPythonManifest(path) ? 'python' : undefined;
}

function isForeign(path: string): boolean {
  return path
    .split('/')
    .slice(0, -1)
    .some((folder) => unenteredDirectories.has(folder) || foreignFolders.has(folder));
}
