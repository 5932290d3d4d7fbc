import { resolvePath } from '../../paths.ts';
import { asString, asText, entriesOf, field } from '../../value.ts';
import type { ManifestDependencies } from '../manifest.ts';
import type { CoveredManifests, LockGraph, LockImporter, LockNode } from './graph.ts';
import { differingNames, installedRanges } from './ranges.ts';
import { parseYamlLock } from './yaml.ts';

/**
 * yarn.lock of yarn 2 and later. Workspaces are entries of their own (`name@workspace:folder`) in which the
 * manifest's dependencies and devDependencies are one table, so the manifests tell them apart.
 */
export function readYarnBerryLock(text: string, manifests: CoveredManifests): LockGraph {
  const lock = parseYamlLock(text);
  const byDescriptor = new Map<string, string>();
  const byName = new Map<string, string[]>();
  for (const key of Object.keys(lock))
    for (const descriptor of key.split(', ')) {
      byDescriptor.set(descriptor, key);
      const name = nameOf(descriptor);
      byName.set(name, [...(byName.get(name) ?? []), key]);
    }
  const find = (name: string, range: string): readonly string[] => {
    const key = byDescriptor.get(`${name}@${range}`) ?? byDescriptor.get(`${name}@npm:${range}`);
    // Forced versions (`resolutions`) are not found under the range that was asked for.
    return key === undefined ? (byName.get(name) ?? []) : [key];
  };

  const nodes = new Map<string, LockNode>();
  const importers = new Map<string, LockImporter>();
  for (const [key, entry] of Object.entries(lock)) {
    if (key === '__metadata') continue;
    const resolution = asString(field(entry, 'resolution')) ?? key;
    // Yarn patches some packages for its own linker; the package itself is there a second time.
    if (resolution.includes('#optional!builtin')) continue;
    const ranges = rangesOf(field(entry, 'dependencies'));
    const meta = field(entry, 'dependenciesMeta');
    const isOptional = (name: string): boolean => asText(field(field(meta, name), 'optional')) === 'true';
    const folder = workspaceFolder(resolution);
    const manifest = folder === undefined ? undefined : manifests.get(folder);
    const isDevelopment = (name: string): boolean =>
      manifest !== undefined &&
      !Object.hasOwn(manifest.dependencies, name) &&
      !Object.hasOwn(manifest.optionalDependencies, name);
    const edges = (want: (name: string) => boolean): string[] =>
      ranges.filter(([name]) => want(name)).flatMap(([name, range]) => find(name, range));
    const conditions = asString(field(entry, 'conditions')) ?? '';
    const production = edges((name) => !isDevelopment(name) && !isOptional(name));
    const productionOptional = edges((name) => !isDevelopment(name) && isOptional(name));
    nodes.set(key, {
      key,
      name: nameOf(resolution),
      version: asText(field(entry, 'version')) ?? '',
      edges: production,
      optionalEdges: productionOptional,
      dependencyNames: ranges.map(([name]) => name),
      hasInstallScript: false,
      os: conditionValues(conditions, 'os'),
      cpu: conditionValues(conditions, 'cpu'),
      libc: conditionValues(conditions, 'libc'),
      local: folder !== undefined || asString(field(entry, 'linkType')) === 'soft',
      dev: undefined,
      optional: undefined,
    });
    if (folder === undefined) continue;
    importers.set(folder, {
      production,
      productionOptional,
      development: edges(isDevelopment),
      differences: manifest && differences(manifest, new Map(ranges)),
    });
  }
  for (const [folder, manifest] of manifests)
    if (!importers.has(folder))
      importers.set(folder, { production: [], productionOptional: [], development: [], differences: [...installedRanges(manifest).keys()].sort() }); // prettier-ignore
  return { version: asText(field(lock['__metadata'], 'version')), nodes, importers };
}

/** Before yarn 4 the lockfile leaves `npm:` out, since then it writes it where the manifest does not. */
function differences(
  manifest: ManifestDependencies,
  recorded: ReadonlyMap<string, string>,
): readonly string[] {
  const plain = (ranges: ReadonlyMap<string, string>): Map<string, string> =>
    new Map([...ranges].map(([name, range]) => [name, comparable(range)]));
  return differingNames(plain(installedRanges(manifest)), plain(recorded), manifest);
}

function comparable(range: string): string {
  // A patch's reference is completed with a checksum and locators when it is recorded.
  if (range.startsWith('patch:')) return 'patch:';
  return range.replace(/^npm:/, '').trim();
}

function rangesOf(table: unknown): readonly (readonly [string, string])[] {
  return entriesOf(table).flatMap(([name, range]) => {
    const text = asText(range);
    return text === undefined ? [] : [[name, text] as const];
  });
}

function workspaceFolder(resolution: string): string | undefined {
  const match = /@workspace:(.+)$/.exec(resolution);
  return match === null ? undefined : resolvePath('', match[1]!);
}

function nameOf(descriptor: string): string {
  const at = descriptor.indexOf('@', 1);
  return at < 0 ? descriptor : descriptor.slice(0, at);
}

/** `os=linux & cpu=x64 & libc=musl`, with alternatives as `(os=linux | os=darwin)`. */
function conditionValues(conditions: string, name: string): readonly string[] {
  return [...conditions.matchAll(/(\w+)=([^\s&|()]+)/g)]
    .filter((match) => match[1] === name)
    .map((match) => match[2]!);
}
