import type { ManifestDependencies } from '../manifest.ts';

export type Recorded = ReadonlyMap<string, string>;

/** Every dependency an install in this package resolves, the development ones included. */
export function installedRanges(manifest: ManifestDependencies): ReadonlyMap<string, string> {
  return new Map([
    ...Object.entries(manifest.devDependencies),
    ...Object.entries(manifest.dependencies),
    ...Object.entries(manifest.optionalDependencies),
  ]);
}

/**
 * Names whose range differs between manifest and lockfile, or that only one of them has. Overridden names are
 * left out: managers differ in whether they record the manifest's range or the forced one.
 */
export function differingNames(
  wanted: ReadonlyMap<string, string>,
  recorded: Recorded,
  manifest: ManifestDependencies,
): readonly string[] {
  const names = new Set([...wanted.keys(), ...recorded.keys()]);
  return [...names]
    .filter((name) => !manifest.overridden.has(name) && wanted.get(name) !== recorded.get(name))
    .sort();
}
