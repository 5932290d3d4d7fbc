/** deno.lock. https://docs.deno.com/runtime/fundamentals/modules/#integrity-checking-and-lock-files */
import { validRange } from 'semver';
import type { DependencyLock } from '../dependencies.ts';
import { asRecord, asStrings, field, reasonOf } from '../value.ts';

export type LockResult =
  { readonly ok: true; readonly lock: DependencyLock } | { readonly ok: false; readonly reason: string };

/**
 * `wanted` are the specifiers of the configuration, undefined when they are not all of what the lockfile covers. Only
 * these are compared: what sources import by full addresses is not known.
 */
export function readDenoLock(path: string, text: string, wanted: readonly string[] | undefined): LockResult {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    return { ok: false, reason: reasonOf(error) };
  }
  const nested = field(parsed, 'packages');
  const groups = [parsed, nested].flatMap((owner) =>
    ['npm', 'jsr', 'remote'].map((name) => field(owner, name)),
  );
  const packages = groups.reduce((sum: number, group) => sum + Object.keys(asRecord(group) ?? {}).length, 0);
  const listed = new Set(
    ['dependencies', 'packageJson'].flatMap((name) => {
      const value = field(field(parsed, 'workspace'), name);
      return asStrings(Array.isArray(value) ? value : field(value, 'dependencies')).map(normalSpecifier);
    }),
  );
  const differences =
    wanted === undefined ? [] : [...new Set(wanted)].filter((one) => !listed.has(normalSpecifier(one)));
  const inStep =
    wanted === undefined || asRecord(parsed) === undefined ? undefined : differences.length === 0;
  return { ok: true, lock: { path, packages, inStep, differences: differences.slice(0, 5) } };
}

/** `jsr:/@std/http@1/serve` is `jsr:@std/http@1`; without a version anything fits. */
export function normalSpecifier(specifier: string): string {
  const match = /^(npm|jsr):\/?((?:@[^/@]+\/)?[^/@]+)(?:@([^/]*))?/.exec(specifier);
  if (match === null) return specifier;
  const version = match[3] === undefined || match[3] === '' ? '*' : match[3];
  // Deno writes ranges in its own way: `^0.7.2` as `~0.7.2`.
  return `${match[1]!}:${match[2]!}@${validRange(version) ?? version}`;
}
