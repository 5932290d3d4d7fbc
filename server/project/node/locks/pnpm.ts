import { resolvePath } from '../../paths.ts';
import { asRecord, asString, asStrings, asText, entriesOf, field } from '../../value.ts';
import type { UnknownRecord } from '../../value.ts';
import type { ManifestDependencies } from '../manifest.ts';
import type { CoveredManifests, LockGraph, LockImporter, LockNode } from './graph.ts';
import { differingNames, installedRanges } from './ranges.ts';
import { parseYamlLock } from './yaml.ts';

/**
 * pnpm-lock.yaml, versions 5.x (`/name/1.0.0_peers`), 6.x (`/name@1.0.0(peers)`) and 9 (`name@1.0.0(peers)`, what
 * was `packages` is split into `packages` and `snapshots`). https://github.com/pnpm/spec/tree/master/lockfile
 */
export function readPnpmLock(text: string, manifests: CoveredManifests): LockGraph {
  const lock = parseYamlLock(text);
  if (asText(lock['lockfileVersion']) === undefined) throw new Error('it has no lockfileVersion');
  const packages = asRecord(lock['packages']) ?? {};
  const snapshots = asRecord(lock['snapshots']) ?? packages;
  const recorded = importersOf(lock);
  const nodes = new Map<string, LockNode>();
  const has = (key: string): boolean => Object.hasOwn(snapshots, key);
  const find = (name: string, version: string, folder: string): string[] =>
    findKey(has, name, version, folder);

  for (const [key, snapshot] of Object.entries(snapshots)) {
    const details = packages[key] ?? packages[withoutPeers(key)];
    const dependencies = versionsOf(field(snapshot, 'dependencies'));
    const optional = versionsOf(field(snapshot, 'optionalDependencies'));
    const dev = asText(field(snapshot, 'dev'));
    const isOptional = asText(field(snapshot, 'optional')) === 'true';
    nodes.set(key, {
      key,
      ...identityOf(key, details),
      edges: dependencies.flatMap(([name, version]) => find(name, version, '')),
      optionalEdges: optional.flatMap(([name, version]) => find(name, version, '')),
      dependencyNames: [...dependencies, ...optional].map(([name]) => name),
      // pnpm assumes it of every optional package, because it does not look into those for other platforms.
      hasInstallScript: asText(field(details, 'requiresBuild')) === 'true' && !isOptional,
      os: asStrings(field(details, 'os')),
      cpu: asStrings(field(details, 'cpu')),
      libc: asStrings(field(details, 'libc')),
      local: false,
      dev: dev === undefined ? undefined : dev === 'true',
      optional: isOptional ? true : undefined,
    });
  }

  const importers = new Map<string, LockImporter>();
  const autoInstallPeers = asText(field(lock['settings'], 'autoInstallPeers')) === 'true';
  const overridden = new Set(Object.keys(asRecord(lock['overrides']) ?? {}).map(overrideTarget));
  for (const [folder, entry] of recorded) {
    const resolved = (table: string): string[] =>
      versionsOf(field(entry, table)).flatMap(([name, version]) => find(name, version, folder));
    const manifest = manifests.get(folder);
    const importer = {
      production: resolved('dependencies'),
      productionOptional: resolved('optionalDependencies'),
      development: resolved('devDependencies'),
      differences:
        manifest && differingNames(wantedBy(manifest, autoInstallPeers), specifiersOf(entry), withOverrides(manifest, overridden)), // prettier-ignore
    };
    importers.set(folder, importer);
    const key = importerKey(folder);
    nodes.set(key, localNode(key, folder, [...importer.production], importer.productionOptional));
  }
  for (const [folder, manifest] of manifests)
    if (!importers.has(folder)) importers.set(folder, missingImporter(manifest));
  return { version: asText(lock['lockfileVersion']), nodes, importers };
}

function importersOf(lock: UnknownRecord): ReadonlyMap<string, unknown> {
  const table = asRecord(lock['importers']);
  if (table === undefined) return new Map([['', lock]]);
  const result = new Map<string, unknown>();
  for (const [folder, entry] of Object.entries(table)) {
    const path = resolvePath('', folder);
    if (path !== undefined) result.set(path, entry);
  }
  return result;
}

/** Name and resolved version of each entry, in both forms: `name: 1.0.0` and `name: {specifier, version}`. */
function versionsOf(table: unknown): readonly (readonly [string, string])[] {
  return entriesOf(table).flatMap(([name, value]) => {
    const version = asText(value) ?? asText(field(value, 'version'));
    return version === undefined ? [] : [[name, version] as const];
  });
}

function specifiersOf(entry: unknown): ReadonlyMap<string, string> {
  const specifiers = asRecord(field(entry, 'specifiers'));
  const tables = ['devDependencies', 'dependencies', 'optionalDependencies'].map((name) =>
    field(entry, name),
  );
  const pairs =
    specifiers === undefined
      ? tables.flatMap((table) =>
          entriesOf(table).map(([name, value]) => [name, field(value, 'specifier')] as const),
        )
      : Object.entries(specifiers);
  return new Map(
    pairs.flatMap(([name, range]) => {
      const text = asText(range);
      return text === undefined ? [] : [[name, text] as const];
    }),
  );
}

function findKey(has: (key: string) => boolean, name: string, version: string, folder: string): string[] {
  if (version.startsWith('link:')) {
    const target = resolvePath(folder, version.slice('link:'.length));
    return target === undefined ? [] : [importerKey(target)];
  }
  const candidates = [`${name}@${version}`, `/${name}@${version}`, `/${name}/${version}`, version];
  const key = candidates.find(has);
  return key === undefined ? [] : [key];
}

function importerKey(folder: string): string {
  return `importer:${folder}`;
}

function localNode(
  key: string,
  name: string,
  edges: readonly string[],
  optionalEdges: readonly string[],
): LockNode {
  return {
    key,
    name,
    version: '',
    edges,
    optionalEdges,
    dependencyNames: [],
    hasInstallScript: false,
    os: [],
    cpu: [],
    libc: [],
    local: true,
    dev: undefined,
    optional: undefined,
  };
}

function withoutPeers(key: string): string {
  const parenthesis = key.indexOf('(');
  return parenthesis < 0 ? key : key.slice(0, parenthesis);
}

function identityOf(key: string, details: unknown): { name: string; version: string } {
  const plain = withoutPeers(key);
  const match =
    /^\/?((?:@[^/@]+\/)?[^/@]+)@(.+)$/.exec(plain) ?? /^\/((?:@[^/]+\/)?[^/]+)\/([^_/]+)/.exec(plain);
  return {
    name: asString(field(details, 'name')) ?? match?.[1] ?? plain,
    version: asText(field(details, 'version')) ?? match?.[2] ?? '',
  };
}

/** With `autoInstallPeers` the manifest's peer dependencies are recorded among its dependencies. */
function wantedBy(manifest: ManifestDependencies, autoInstallPeers: boolean): ReadonlyMap<string, string> {
  const own = installedRanges(manifest);
  const peers = autoInstallPeers ? Object.entries(manifest.peerDependencies) : [];
  // A linked folder may be left out of the lockfile (`excludeLinksFromLockfile`).
  return new Map([...peers, ...own].filter(([, range]) => !range.startsWith('link:')));
}

function withOverrides(manifest: ManifestDependencies, names: ReadonlySet<string>): ManifestDependencies {
  return { ...manifest, overridden: new Set([...manifest.overridden, ...names]) };
}

function overrideTarget(selector: string): string {
  return selector
    .split('>')
    .pop()!
    .replace(/(?<=.)@.*$/, '');
}

function missingImporter(manifest: ManifestDependencies): LockImporter {
  return {
    production: [],
    productionOptional: [],
    development: [],
    differences: [...installedRanges(manifest).keys()].sort(),
  };
}
