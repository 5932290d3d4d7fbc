import { satisfies, validRange } from 'semver';
import { asRecord, asString, asStringRecord, asStrings, asText, entriesOf, field } from '../../value.ts';
import type { ManifestDependencies } from '../manifest.ts';
import type { CoveredManifests, LockGraph, LockImporter, LockNode } from './graph.ts';
import { installedRanges } from './ranges.ts';

/**
 * package-lock.json and npm-shrinkwrap.json. Versions 2 and 3 have `packages`, keyed by the path in
 * node_modules; version 1 has nested `dependencies` and records no ranges of the manifest.
 * https://docs.npmjs.com/cli/configuring-npm/package-lock-json
 */
export function readNpmLock(text: string, manifests: CoveredManifests): LockGraph {
  const json: unknown = JSON.parse(text);
  if (asRecord(json) === undefined) throw new Error('it does not hold a JSON object');
  const version = asText(field(json, 'lockfileVersion'));
  const packages = asRecord(field(json, 'packages'));
  if (version === undefined && packages === undefined) throw new Error('it has no lockfileVersion');
  const nodes =
    packages === undefined ? nodesOfVersion1(field(json, 'dependencies')) : nodesOfPackages(packages);
  const importers = new Map<string, LockImporter>();
  for (const [folder, manifest] of manifests)
    if (packages === undefined ? folder === '' : folder === '' || Object.hasOwn(packages, folder))
      importers.set(folder, importerOf(folder, manifest, nodes, packages?.[folder]));
  return { version, nodes, importers };
}

function nodesOfPackages(packages: Readonly<Record<string, unknown>>): Map<string, LockNode> {
  const nodes = new Map<string, LockNode>();
  const has = (key: string): boolean => Object.hasOwn(packages, key);
  for (const [key, entry] of Object.entries(packages)) {
    if (key === '') continue;
    const name = asString(field(entry, 'name')) ?? nameOfPath(key);
    const dependencies = Object.keys(asRecord(field(entry, 'dependencies')) ?? {});
    const optional = Object.keys(asRecord(field(entry, 'optionalDependencies')) ?? {});
    const peers = requiredPeers(entry);
    const find = (wanted: string): string[] => resolve(has, key, wanted);
    const link = field(entry, 'link') === true ? asString(field(entry, 'resolved')) : undefined;
    const stated = flagsOf(entry);
    nodes.set(key, {
      key,
      name,
      version: asText(field(entry, 'version')) ?? '',
      edges: link === undefined ? [...dependencies, ...peers].flatMap(find) : [link],
      optionalEdges: optional.flatMap(find),
      dependencyNames: [...new Set([...dependencies, ...optional])],
      hasInstallScript: field(entry, 'hasInstallScript') === true,
      os: asStrings(field(entry, 'os')),
      cpu: asStrings(field(entry, 'cpu')),
      libc: asStrings(field(entry, 'libc')),
      local: link !== undefined || !/(^|\/)node_modules\//.test(key),
      ...stated,
    });
  }
  return nodes;
}

/** npm marks what only development needs; `devOptional` is also needed by an optional production dependency. */
function flagsOf(entry: unknown): { dev: boolean; optional: boolean } {
  return {
    dev: field(entry, 'dev') === true,
    optional: field(entry, 'optional') === true || field(entry, 'devOptional') === true,
  };
}

function requiredPeers(entry: unknown): readonly string[] {
  const meta = field(entry, 'peerDependenciesMeta');
  return Object.keys(asRecord(field(entry, 'peerDependencies')) ?? {}).filter(
    (name) => field(field(meta, name), 'optional') !== true,
  );
}

/** Node's resolution inside the lockfile: the nearest node_modules above `from` that has the package. */
function resolve(has: (key: string) => boolean, from: string, name: string): string[] {
  let folder = from;
  for (;;) {
    const candidate = (folder === '' ? '' : folder + '/') + `node_modules/${name}`;
    if (has(candidate)) return [candidate];
    if (folder === '') return [];
    const cut = folder.lastIndexOf('/node_modules/');
    folder = cut >= 0 ? folder.slice(0, cut) : '';
  }
}

function nameOfPath(path: string): string {
  const marker = path.lastIndexOf('node_modules/');
  return marker < 0 ? path.slice(path.lastIndexOf('/') + 1) : path.slice(marker + 'node_modules/'.length);
}

interface Version1Frame {
  readonly prefix: string;
  readonly entries: readonly (readonly [string, unknown])[];
}

function nodesOfVersion1(dependencies: unknown): Map<string, LockNode> {
  const raw = new Map<string, unknown>();
  const waiting: Version1Frame[] = [{ prefix: '', entries: entriesOf(dependencies) }];
  for (let frame = waiting.pop(); frame !== undefined; frame = waiting.pop()) {
    for (const [name, entry] of frame.entries) {
      const key = `${frame.prefix}node_modules/${name}`;
      raw.set(key, entry);
      const nested = entriesOf(field(entry, 'dependencies'));
      if (nested.length > 0) waiting.push({ prefix: key + '/', entries: nested });
    }
  }
  const has = (key: string): boolean => raw.has(key);
  const nodes = new Map<string, LockNode>();
  for (const [key, entry] of raw) {
    const written = asText(field(entry, 'version')) ?? '';
    const alias = /^npm:((?:@[^/]+\/)?[^@]+)@(.+)$/.exec(written);
    const requires = Object.keys(asRecord(field(entry, 'requires')) ?? {});
    nodes.set(key, {
      key,
      name: alias?.[1] ?? nameOfPath(key),
      version: alias?.[2] ?? written,
      edges: requires.flatMap((name) => resolve(has, key, name)),
      optionalEdges: [],
      dependencyNames: requires,
      hasInstallScript: false,
      os: [],
      cpu: [],
      libc: [],
      local: written.startsWith('file:') && !written.endsWith('.tgz'),
      ...flagsOf(entry),
    });
  }
  return nodes;
}

function importerOf(
  folder: string,
  manifest: ManifestDependencies,
  nodes: ReadonlyMap<string, LockNode>,
  recordedEntry: unknown,
): LockImporter {
  const find = (name: string): string[] => resolve((key) => nodes.has(key), folder, name);
  return {
    production: Object.keys(manifest.dependencies).flatMap(find),
    productionOptional: Object.keys(manifest.optionalDependencies).flatMap(find),
    development: Object.keys(manifest.devDependencies).flatMap(find),
    differences: differences(manifest, recordedEntry, (name) => {
      const key = find(name)[0];
      return key === undefined ? undefined : nodes.get(key);
    }),
  };
}

/**
 * `npm ci` builds the tree the manifest asks for and wants each of its packages in the lockfile: a range that
 * changed is fine as long as the locked version satisfies it, and one that was removed does not matter.
 */
function differences(
  manifest: ManifestDependencies,
  recordedEntry: unknown,
  locked: (name: string) => LockNode | undefined,
): readonly string[] {
  const recorded = new Map(
    ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((table) =>
      Object.entries(asStringRecord(field(recordedEntry, table))),
    ),
  );
  const result: string[] = [];
  for (const [name, range] of installedRanges(manifest)) {
    if (manifest.overridden.has(name)) continue;
    const node = locked(name);
    if (node === undefined) result.push(name);
    else if (!node.local && recorded.get(name) !== range && !isSatisfied(node.version, range, recordedEntry))
      result.push(name);
  }
  return result.sort();
}

/** Ranges that are no versions (git, URL, alias, tag) can only be compared as text, which version 1 does not keep. */
function isSatisfied(version: string, range: string, recordedEntry: unknown): boolean {
  if (validRange(range) === null) return recordedEntry === undefined;
  return satisfies(version, range, { loose: true });
}
