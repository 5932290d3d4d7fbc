import { parse, printParseErrorCode } from 'jsonc-parser';
import type { ParseError } from 'jsonc-parser';
import { resolvePath } from '../../paths.ts';
import { asRecord, asString, asStrings, asStringRecord, asText, field } from '../../value.ts';
import type { UnknownRecord } from '../../value.ts';
import type { CoveredManifests, LockGraph, LockImporter, LockNode } from './graph.ts';
import { differingNames, installedRanges } from './ranges.ts';

/**
 * bun.lock: JSON with trailing commas. `packages` maps a path of names (`a`, `a/b` for b inside a) to a tuple
 * whose first item is `name@resolution` and whose object holds the dependencies.
 * https://bun.sh/reference/bun/BunLockFile
 */
export function readBunLock(text: string, manifests: CoveredManifests): LockGraph {
  const errors: ParseError[] = [];
  const json: unknown = parse(text, errors, { allowTrailingComma: true });
  const first = errors[0];
  if (first !== undefined) throw new Error(printParseErrorCode(first.error));
  if (asRecord(json) === undefined) throw new Error('it does not hold a JSON object');
  if (asText(field(json, 'lockfileVersion')) === undefined) throw new Error('it has no lockfileVersion');
  const packages = asRecord(field(json, 'packages')) ?? {};
  const has = (key: string): boolean => Object.hasOwn(packages, key);
  const nodes = new Map<string, LockNode>();
  const workspaces = workspacesOf(field(json, 'workspaces'));

  for (const [key, tuple] of Object.entries(packages)) {
    const items: readonly unknown[] = Array.isArray(tuple) ? tuple : [];
    const identifier = asString(items[0]) ?? key;
    const at = identifier.indexOf('@', 1);
    const resolution = at < 0 ? '' : identifier.slice(at + 1);
    const folder = resolution.startsWith('workspace:')
      ? resolvePath('', resolution.slice('workspace:'.length))
      : undefined;
    const info =
      folder === undefined ? (items.map(asRecord).find((item) => item !== undefined) ?? {}) : (workspaces.get(folder) ?? {}); // prettier-ignore
    const find = (name: string): string[] => resolve(has, key, name);
    const dependencies = [...Object.keys(asRecord(info['dependencies']) ?? {}), ...requiredPeers(info)];
    const optional = Object.keys(asRecord(info['optionalDependencies']) ?? {});
    nodes.set(key, {
      key,
      name: at < 0 ? identifier : identifier.slice(0, at),
      version: resolution,
      edges: dependencies.flatMap(find),
      optionalEdges: optional.flatMap(find),
      dependencyNames: [...new Set([...dependencies, ...optional])],
      hasInstallScript: info['hasInstallScript'] === true,
      os: asStrings(info['os']),
      cpu: asStrings(info['cpu']),
      libc: asStrings(info['libc']),
      local: folder !== undefined || /^(?:link|root):/.test(resolution),
      dev: undefined,
      optional: undefined,
    });
  }

  const importers = new Map<string, LockImporter>();
  const overridden = new Set(Object.keys(asRecord(field(json, 'overrides')) ?? {}));
  for (const [folder, workspace] of workspaces) {
    const own = folder === '' ? '' : (asString(workspace['name']) ?? '');
    const roots = (table: string): string[] =>
      Object.keys(asRecord(workspace[table]) ?? {}).flatMap((name) => resolve(has, own, name));
    const manifest = manifests.get(folder);
    importers.set(folder, {
      production: roots('dependencies'),
      productionOptional: roots('optionalDependencies'),
      development: roots('devDependencies'),
      differences: manifest && differingNames(installedRanges(manifest), recordedRanges(workspace), { ...manifest, overridden: new Set([...manifest.overridden, ...overridden]) }), // prettier-ignore
    });
  }
  for (const [folder, manifest] of manifests)
    if (!importers.has(folder))
      importers.set(folder, { production: [], productionOptional: [], development: [], differences: [...installedRanges(manifest).keys()].sort() }); // prettier-ignore
  return { version: asText(field(json, 'lockfileVersion')), nodes, importers };
}

function workspacesOf(value: unknown): ReadonlyMap<string, UnknownRecord> {
  const result = new Map<string, UnknownRecord>();
  for (const [folder, workspace] of Object.entries(asRecord(value) ?? {})) {
    const path = resolvePath('', folder);
    const record = asRecord(workspace);
    if (path !== undefined && record !== undefined) result.set(path, record);
  }
  return result;
}

function recordedRanges(workspace: UnknownRecord): ReadonlyMap<string, string> {
  return new Map(
    ['devDependencies', 'dependencies', 'optionalDependencies'].flatMap((table) =>
      Object.entries(asStringRecord(workspace[table])),
    ),
  );
}

function requiredPeers(info: UnknownRecord): readonly string[] {
  const optional = new Set(asStrings(info['optionalPeers']));
  return Object.keys(asRecord(info['peerDependencies']) ?? {}).filter((name) => !optional.has(name));
}

/** The package named `name` as seen from the path `from`: the deepest `prefix/name` that exists. */
function resolve(has: (key: string) => boolean, from: string, name: string): string[] {
  const segments = from.match(/@[^/]+\/[^/]+|[^/]+/g) ?? [];
  for (let length = segments.length; length >= 0; length--) {
    const key = [...segments.slice(0, length), name].join('/');
    if (has(key)) return [key];
  }
  return [];
}
