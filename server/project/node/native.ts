import { coerce, gte } from 'semver';
import type { NativePackage } from '../facts.ts';
import type { LockGraph, LockNode } from './locks/graph.ts';
import {
  harmlessInstallScripts,
  knownNative,
  nativeTools,
  notNativeThemselves,
  staticPlatformScopes,
} from './native-table.ts';

/** Native code among dependencies of a manifest that the lockfile does not have yet: the table is all there is. */
export function nativeByName(names: readonly string[]): readonly NativePackage[] {
  return names.flatMap((name) => {
    const known = knownNative.get(name);
    // Which version an install will choose is open, but it will hardly be one older than `muslSince`.
    return known === undefined ? [] : [{ name, evidence: 'known', musl: known.musl }];
  });
}

/**
 * Native code among the packages in `keys`, one entry per name, sorted. A package that exists once per platform
 * (`@img/sharp-linux-x64` …) is reported under the package that asks for it.
 */
export function findNative(graph: LockGraph, keys: ReadonlySet<string>): readonly NativePackage[] {
  const found = new Map<string, NativePackage>();
  const add = (native: NativePackage): void => {
    const before = found.get(native.name);
    // Two versions in one tree: musl has to be fine for both.
    found.set(native.name, before === undefined ? native : { ...before, musl: before.musl && native.musl });
  };
  const nodes = [...keys].map((key) => graph.nodes.get(key)).filter((node) => node !== undefined);
  const claimed = new Set<string>();
  for (const node of nodes) {
    const platforms = [...node.edges, ...node.optionalEdges]
      .map((key) => graph.nodes.get(key))
      .filter((other) => other !== undefined)
      .filter(isPlatformPackage);
    for (const platform of platforms) claimed.add(platform.key);
    // A platform package may itself ask for another one (sharp's libvips): its parent already speaks for both.
    if (node.local || isPlatformPackage(node)) continue;
    const linux = platforms.filter(runsOnLinux);
    const musl = linux.some(shipsMusl) || linux.some(isStatic);
    if (linux.length > 0) add({ name: node.name, evidence: 'platform', musl });
    else if (runsOnLinux(node)) addOwn(node, add);
  }
  for (const node of nodes)
    if (!node.local && isPlatformPackage(node) && runsOnLinux(node) && !claimed.has(node.key))
      add({ name: node.name, evidence: 'platform', musl: shipsMusl(node) || isStatic(node) });
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function addOwn(node: LockNode, add: (native: NativePackage) => void): void {
  const known = knownNative.get(node.name);
  if (known !== undefined) {
    add({ name: node.name, evidence: 'known', musl: known.musl && isSince(node.version, known.muslSince) });
    return;
  }
  if (notNativeThemselves.has(node.name) || harmlessInstallScripts.has(node.name)) return;
  if (node.hasInstallScript || node.dependencyNames.some((name) => nativeTools.has(name)))
    add({ name: node.name, evidence: 'install-script', musl: false });
}

function isSince(version: string, since: string | undefined): boolean {
  if (since === undefined) return true;
  const actual = coerce(version);
  return actual !== null && gte(actual, since);
}

function isPlatformPackage(node: LockNode): boolean {
  return (
    node.os.length > 0 || node.libc.length > 0 || node.cpu.some((cpu) => cpu !== 'wasm32' && cpu !== 'none')
  );
}

/** npm's reading of `os`: names that are allowed, or `!name` for those that are not. */
function runsOnLinux(node: LockNode): boolean {
  if (node.os.includes('!linux')) return false;
  const allowed = node.os.filter((name) => !name.startsWith('!'));
  return allowed.length === 0 || allowed.includes('linux') || allowed.includes('any');
}

function shipsMusl(node: LockNode): boolean {
  return node.libc.includes('musl') || /musl/.test(node.name);
}

function isStatic(node: LockNode): boolean {
  return staticPlatformScopes.some((pattern) => pattern.test(node.name));
}
