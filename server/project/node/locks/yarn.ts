import type { ManifestDependencies, Ranges } from '../manifest.ts';
import type { CoveredManifests, LockGraph, LockImporter, LockNode } from './graph.ts';
import { installedRanges } from './ranges.ts';
import { parseYarnClassic } from './yarn-classic-syntax.ts';

/** yarn.lock of yarn 1. It holds no manifest, so the roots of the graph come from the manifests of today. */
export function readYarnLock(text: string, manifests: CoveredManifests): LockGraph {
  const entries = parseYarnClassic(text);
  const byDescriptor = new Map<string, string>();
  const byName = new Map<string, string[]>();
  const members = membersByName(manifests);
  entries.forEach((entry, index) => {
    for (const descriptor of entry.descriptors) {
      byDescriptor.set(descriptor, String(index));
      const name = nameOf(descriptor);
      byName.set(name, [...(byName.get(name) ?? []), String(index)]);
    }
  });
  // A name that `resolutions` forces may be missing under its range; all its entries are possible then.
  const find = (name: string, range: string): readonly string[] => {
    const key = byDescriptor.get(`${name}@${range}`);
    if (key !== undefined) return [key];
    const member = members.get(name);
    return member === undefined ? (byName.get(name) ?? []) : [memberKey(member)];
  };
  const resolved = (ranges: Iterable<readonly [string, string]>): string[] =>
    [...ranges].flatMap(([name, range]) => find(name, range));

  const nodes = new Map<string, LockNode>();
  entries.forEach((entry, index) => {
    const alias = /^npm:((?:@[^/]+\/)?[^@]+)/.exec(rangeOf(entry.descriptors[0] ?? ''));
    nodes.set(String(index), {
      ...emptyNode(String(index), alias?.[1] ?? nameOf(entry.descriptors[0] ?? ''), entry.version),
      edges: resolved(entry.dependencies),
      optionalEdges: resolved(entry.optionalDependencies),
      dependencyNames: [...entry.dependencies.keys(), ...entry.optionalDependencies.keys()],
    });
  });
  const importers = new Map<string, LockImporter>();
  for (const [folder, manifest] of manifests) {
    const roots = (table: Ranges): string[] => resolved(Object.entries(table));
    const importer: LockImporter = {
      production: roots(manifest.dependencies),
      productionOptional: roots(manifest.optionalDependencies),
      development: roots(manifest.devDependencies),
      differences: missingDescriptors(manifest, byDescriptor, members),
    };
    importers.set(folder, importer);
    nodes.set(memberKey(folder), {
      ...emptyNode(memberKey(folder), manifest.name ?? folder, ''),
      edges: importer.production,
      optionalEdges: importer.productionOptional,
      local: true,
    });
  }
  return { version: '1', nodes, importers };
}

/** `--frozen-lockfile` fails when a `name@range` has no entry; surplus entries do not matter. */
function missingDescriptors(
  manifest: ManifestDependencies,
  byDescriptor: ReadonlyMap<string, string>,
  members: ReadonlyMap<string, string>,
): readonly string[] {
  return [...installedRanges(manifest)]
    .filter(
      ([name, range]) =>
        !byDescriptor.has(`${name}@${range}`) &&
        !members.has(name) &&
        !manifest.overridden.has(name) &&
        !range.startsWith('link:'),
    )
    .map(([name]) => name)
    .sort();
}

function membersByName(manifests: CoveredManifests): ReadonlyMap<string, string> {
  const result = new Map<string, string>();
  for (const [folder, manifest] of manifests)
    if (folder !== '' && manifest.name !== undefined) result.set(manifest.name, folder);
  return result;
}

function memberKey(folder: string): string {
  return `workspace:${folder}`;
}

/** `@scope/name@^1` → `@scope/name`. */
function nameOf(descriptor: string): string {
  const at = descriptor.indexOf('@', 1);
  return at < 0 ? descriptor : descriptor.slice(0, at);
}

function rangeOf(descriptor: string): string {
  const at = descriptor.indexOf('@', 1);
  return at < 0 ? '' : descriptor.slice(at + 1);
}

function emptyNode(key: string, name: string, version: string): LockNode {
  return { key, name, version, edges: [], optionalEdges: [], dependencyNames: [], hasInstallScript: false, os: [], cpu: [], libc: [], local: false, dev: undefined, optional: undefined }; // prettier-ignore
}
