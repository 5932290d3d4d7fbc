/** packages.lock.json. https://learn.microsoft.com/nuget/consume-packages/package-references-in-project-files#locking-dependencies */
import type { DependencyLock } from '../dependencies.ts';
import { asRecord, asString, entriesOf, field, reasonOf } from '../value.ts';
import type { DotnetPackage } from './facts.ts';

export type LockResult =
  { readonly ok: true; readonly lock: DependencyLock } | { readonly ok: false; readonly reason: string };

/**
 * `inStep` is false when a package of the project is missing from it, or is asked for in another version; it is never
 * true, because locked mode also compares what projects and frameworks bring along.
 */
export function readNugetLock(path: string, text: string, packages: readonly DotnetPackage[]): LockResult {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    return { ok: false, reason: reasonOf(error) };
  }
  const frameworks = entriesOf(field(parsed, 'dependencies'));
  const names = new Set<string>();
  const requested = new Map<string, string>();
  for (const [, group] of frameworks)
    for (const [name, entry] of entriesOf(group)) {
      if (asString(field(entry, 'type')) !== 'Project') names.add(name.toLowerCase());
      const range = asString(field(entry, 'requested'));
      if (range !== undefined) requested.set(name.toLowerCase(), range);
    }
  const differences = packages
    .filter(({ name, version }) => differs(requested.get(name.toLowerCase()), version))
    .map(({ name }) => name);
  const readable = asRecord(field(parsed, 'dependencies')) !== undefined && frameworks.length > 0;
  return {
    ok: true,
    lock: {
      path,
      packages: readable ? names.size : undefined,
      inStep: readable && differences.length > 0 ? false : undefined,
      differences: readable ? differences.slice(0, 5) : [],
    },
  };
}

/** `1.2` asks for `[1.2.0, )`. Ranges and computed versions are not compared. */
function differs(range: string | undefined, version: string | undefined): boolean {
  if (version === undefined || !/^\d+(?:\.\d+){0,3}$/.test(version)) return false;
  if (range === undefined) return true;
  const minimum = /^\[([\d.]+), \)$/.exec(range)?.[1];
  return minimum !== undefined && normal(minimum) !== normal(version);
}

/** NuGet writes at least three numbers, and no fourth that is 0. */
function normal(version: string): string {
  const numbers = version.split('.').map((part) => String(Number(part)));
  while (numbers.length < 4) numbers.push('0');
  return numbers.join('.');
}
