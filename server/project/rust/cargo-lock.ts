/** Cargo.lock, and whether it fits the manifests. */
import { satisfies, validRange } from 'semver';
import type { DependencyLock } from '../dependencies.ts';
import { readToml, type TomlResult } from '../toml.ts';
import { asString, asStrings, field } from '../value.ts';
import type { RustDependency } from './facts.ts';

export interface LockedCrate {
  readonly name: string;
  readonly version: string;
  /** Registry or repository; undefined for packages of the project itself. */
  readonly source: string | undefined;
  /** `name`, `name version` or `name version (source)`, as short as it is unique. */
  readonly dependencies: readonly string[];
}

export function readCargoLock(text: string): TomlResult<readonly LockedCrate[]> {
  const parsed = readToml(text);
  if (!parsed.ok) return parsed;
  const packages = field(parsed.value, 'package');
  const list = Array.isArray(packages) ? (packages as readonly unknown[]) : [];
  const crates = list.flatMap((item): LockedCrate[] => {
    const name = asString(field(item, 'name'));
    const version = asString(field(item, 'version'));
    if (name === undefined || version === undefined) return [];
    const source = asString(field(item, 'source'));
    return [{ name, version, source, dependencies: asStrings(field(item, 'dependencies')) }];
  });
  return { ok: true, value: crates };
}

/** A package of the workspace, as `--locked` compares it. */
export interface OwnCrate {
  readonly name: string;
  readonly version: string | undefined;
  readonly dependencies: readonly RustDependency[];
}

/**
 * What `cargo build --locked` finds: Cargo.lock must list every package of the workspace with its version, and for each
 * exactly the dependencies of its manifest, at versions that it accepts.
 */
export function compareLock(
  path: string,
  crates: readonly LockedCrate[],
  own: readonly OwnCrate[],
  certain: boolean,
): DependencyLock {
  const differences = own.flatMap((crate) => differencesOf(crate, crates));
  const packages = crates.filter(({ source }) => source !== undefined).length;
  const inStep = certain && own.length > 0 ? differences.length === 0 : undefined;
  return {
    path,
    packages,
    inStep,
    differences: inStep === false ? [...new Set(differences)].slice(0, 5) : [],
  };
}

function differencesOf(crate: OwnCrate, crates: readonly LockedCrate[]): string[] {
  const locked = crates.find(({ name, source }) => source === undefined && name === crate.name);
  if (!locked || (crate.version !== undefined && locked.version !== crate.version)) return [crate.name];
  const listed = locked.dependencies.map((line) => line.split(' ') as [string, string?]);
  const missing = crate.dependencies.filter((wanted) => {
    const candidates = listed.filter(([name]) => name === wanted.name);
    return !candidates.some(([name, version]) =>
      crates.some((one) => one.name === name && (version === undefined || one.version === version) && fits(wanted, one)),
    ); // prettier-ignore
  });
  const surplus = listed.filter(([name]) => !crate.dependencies.some((wanted) => wanted.name === name));
  return [...missing.map(({ name }) => name), ...surplus.map(([name]) => name)];
}

function fits(wanted: RustDependency, locked: LockedCrate): boolean {
  // Packages of a repository or of the project itself are taken as they are.
  if (wanted.git) return locked.source?.startsWith('git+') === true;
  if (wanted.path !== undefined) return locked.source === undefined;
  if (wanted.version === undefined) return true;
  const range = cargoRange(wanted.version);
  return range === undefined || satisfies(locked.version, range, { includePrerelease: false });
}

/** A requirement of Cargo in the notation of semver: without an operator it is a caret one. */
export function cargoRange(requirement: string): string | undefined {
  const parts = requirement
    .split(',')
    .map((part) => part.trim())
    .map((part) => (/^\d/.test(part) && !/[*]/.test(part) ? `^${part}` : part));
  return validRange(parts.join(' ')) ?? undefined;
}
