import type { ContextFacts } from '../context/facts.ts';
import { unenteredDirectories } from '../context/facts.ts';
import { isMadeFolder } from '../context/made-folders.ts';
import { isDenoManifest } from './deno/project.ts';
import { isDotnetProject, isSolution } from './dotnet/project.ts';
import type { ProjectKind } from './facts.ts';
import { isGradleManifest } from './gradle/project.ts';
import { isNativeManifest } from './native/project.ts';
import { depthOf, fileNameOf } from './paths.ts';
import { isPythonManifest } from './python/project.ts';

/** How many manifests of one kind are read at most; a context with more is a collection of many projects. */
const maxManifests = 60;

export interface FoundManifests {
  /** Paths by kind of project. */
  of(kind: ProjectKind): readonly string[];
  /** How many were left out. */
  readonly skipped: number;
}

const named =
  (...names: readonly string[]) =>
  (path: string): boolean =>
    names.includes(fileNameOf(path));

/** Which file makes a project of which kind. */
const manifests: Readonly<Record<ProjectKind, (path: string) => boolean>> = {
  node: named('package.json'),
  python: isPythonManifest,
  go: named('go.mod'),
  php: named('composer.json'),
  ruby: named('Gemfile', 'gems.rb'),
  elixir: named('mix.exs'),
  rust: named('Cargo.toml'),
  maven: named('pom.xml'),
  gradle: isGradleManifest,
  dotnet: isDotnetProject,
  'dotnet-solution': isSolution,
  deno: isDenoManifest,
  native: isNativeManifest,
};
const kinds = Object.keys(manifests) as readonly ProjectKind[];

/** Manifests that are looked for by name in the top folder, so that creating one is noticed. */
export const topManifests = [
  'package.json', 'requirements.txt', 'pyproject.toml', 'Pipfile', 'go.mod', 'composer.json', 'Gemfile', 'mix.exs', 'Cargo.toml', 'pom.xml',
  'settings.gradle', 'settings.gradle.kts', 'build.gradle', 'build.gradle.kts', 'deno.json', 'deno.jsonc', 'CMakeLists.txt', 'Makefile',
] as const; // prettier-ignore

/** Folders whose manifests belong to somebody else's code. */
const foreignFolders: ReadonlySet<string> = new Set(['vendor', 'testdata', 'site-packages']);

/** Manifests in the context's listing, shallow ones first, at most `maxManifests` of a kind. */
export function findManifests(context: ContextFacts): FoundManifests {
  const all = context.entries
    .filter((entry) => entry.type === 'file' || entry.type === 'symlink')
    .map((entry) => entry.path)
    .filter((path) => kindOf(path) !== undefined && !isForeign(path, context));
  // Where the listing ended early the top folder's manifests may be missing from it.
  for (const name of topManifests) if (!all.includes(name) && context.has(name) === undefined) all.push(name);
  all.sort((a, b) => depthOf(a) - depthOf(b) || (a < b ? -1 : 1));
  const byKind = new Map(kinds.map((kind) => [kind, all.filter((path) => kindOf(path) === kind)]));
  const of = (kind: ProjectKind): readonly string[] => (byKind.get(kind) ?? []).slice(0, maxManifests);
  return { of, skipped: all.length - kinds.reduce((sum, kind) => sum + of(kind).length, 0) };
}

function kindOf(path: string): ProjectKind | undefined {
  return kinds.find((kind) => manifests[kind](path));
}

function isForeign(path: string, context: ContextFacts): boolean {
  const folders = path.split('/').slice(0, -1);
  return folders.some(
    (folder, i) =>
      unenteredDirectories.has(folder) ||
      foreignFolders.has(folder) ||
      isMade(folder, folders.slice(0, i).join('/'), context) ||
      // What mix has fetched.
      (folder === 'deps' && context.has([...folders.slice(0, i), 'mix.exs'].join('/')) === true),
  );
}

/** Results of a build carry manifests along. */
function isMade(name: string, parent: string, context: ContextFacts): boolean {
  if (!/^(?:target|build|bin|obj)$/.test(name)) return false;
  return isMadeFolder(
    name,
    context.children(parent).map(({ path }) => fileNameOf(path)),
  );
}
