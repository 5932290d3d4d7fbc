/** What every lockfile reader returns: packages as a graph, so that questions about them are answered in one place. */
import type { LockedPackage } from '../../facts.ts';
import type { ManifestDependencies } from '../manifest.ts';

export interface LockNode {
  /** Unique within the lockfile: a path, `name@version`, an entry number … */
  readonly key: string;
  readonly name: string;
  readonly version: string;
  /** Keys of the packages it needs, and of those it can do without. Keys that lead nowhere are ignored. */
  readonly edges: readonly string[];
  readonly optionalEdges: readonly string[];
  readonly dependencyNames: readonly string[];
  readonly hasInstallScript: boolean;
  readonly os: readonly string[];
  readonly cpu: readonly string[];
  readonly libc: readonly string[];
  /** A workspace member or linked folder: part of the graph, but not a package of the lockfile. */
  readonly local: boolean;
  /** Only when the lockfile states it. */
  readonly dev: boolean | undefined;
  readonly optional: boolean | undefined;
}

/** One manifest the lockfile was made for. */
export interface LockImporter {
  readonly production: readonly string[];
  readonly productionOptional: readonly string[];
  readonly development: readonly string[];
  /**
   * Compares with the manifest as it is now: names of dependencies that a frozen install would stumble over, or
   * undefined when the format records too little.
   */
  readonly differences: readonly string[] | undefined;
}

export interface LockGraph {
  readonly version: string | undefined;
  readonly nodes: ReadonlyMap<string, LockNode>;
  /** By folder relative to the lockfile's, '' for its own. */
  readonly importers: ReadonlyMap<string, LockImporter>;
}

/** The manifests a lockfile may cover, by folder relative to the lockfile's. The lockfile's own is ''. */
export type CoveredManifests = ReadonlyMap<string, ManifestDependencies>;

/** Text to graph. Throws an Error with a readable message when the text is not what it should be. */
export type LockReader = (text: string, manifests: CoveredManifests) => LockGraph;

/** Keys reachable from `roots`, the roots included. */
function reachable(graph: LockGraph, roots: Iterable<string>, withOptional: boolean): ReadonlySet<string> {
  const seen = new Set<string>();
  const waiting: string[] = [...roots];
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    if (seen.has(key)) continue;
    const node = graph.nodes.get(key);
    if (node === undefined) continue;
    seen.add(key);
    for (const next of node.edges) waiting.push(next);
    if (withOptional) for (const next of node.optionalEdges) waiting.push(next);
  }
  return seen;
}

/**
 * The packages a production install brings for the importers in `folders` (all of them when undefined).
 * Undefined when the lockfile knows none of these importers.
 */
export function productionKeys(
  graph: LockGraph,
  folders: readonly string[] | undefined,
): ReadonlySet<string> | undefined {
  const importers = [...graph.importers]
    .filter(([folder]) => folders === undefined || folders.includes(folder))
    .map(([, importer]) => importer);
  if (importers.length === 0) return undefined;
  const roots = importers.flatMap((importer) => [...importer.production, ...importer.productionOptional]);
  return reachable(graph, roots, true);
}

/** The graph as the contract shows it: links left out, `dev` and `optional` derived where they are not stated. */
export function lockedPackages(graph: LockGraph): readonly LockedPackage[] {
  const importers = [...graph.importers.values()];
  const production = productionKeys(graph, undefined);
  const needed = reachable(
    graph,
    importers.flatMap((importer) => [...importer.production, ...importer.development]),
    false,
  );
  const packages: LockedPackage[] = [];
  for (const node of graph.nodes.values()) {
    if (node.local) continue;
    packages.push({
      name: node.name,
      version: node.version,
      dev: node.dev ?? (production === undefined ? undefined : !production.has(node.key)),
      optional: node.optional ?? (importers.length > 0 && !needed.has(node.key)),
      hasInstallScript: node.hasInstallScript,
      os: node.os,
      cpu: node.cpu,
      libc: node.libc,
      dependencies: node.dependencyNames,
    });
  }
  return packages;
}
