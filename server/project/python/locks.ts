/** Lockfiles of poetry, uv and pipenv: how much they pin, and whether they are in step with their manifest. */
import { parse } from 'smol-toml';
import type { DependencyLock } from '../dependencies.ts';
import { digest } from '../digest.ts';
import { readLimits } from '../reader.ts';
import type { ProjectReader } from '../reader.ts';
import { asRecord, asString, asStrings, entriesOf, field, reasonOf } from '../value.ts';
import { pythonJson } from './canonical-json.ts';
import { normaliseName } from './names.ts';

/** How many names `DependencyLock.differences` holds at most. */
const shownDifferences = 5;

export interface LockState {
  readonly packages: number | undefined;
  readonly inStep: boolean | undefined;
  readonly differences: readonly string[];
}

/** Reads a lockfile that exists; what can't be parsed is noted as a problem and tells nothing. */
export async function readLock(
  reader: ProjectReader,
  path: string,
  read: (text: string) => LockState,
): Promise<DependencyLock> {
  const text = await reader.text(path, readLimits.lockfile);
  const unknown: DependencyLock = { path, packages: undefined, inStep: undefined, differences: [] };
  if (text === undefined) return unknown;
  try {
    const state = read(text);
    return { path, ...state, differences: state.differences.slice(0, shownDifferences) };
  } catch (error) {
    reader.problem(path, `${path} can't be parsed: ${reasonOf(error)}`);
    return unknown;
  }
}

/** Keys of [tool.poetry] that count even when they are missing; poetry/packages/locker.py of poetry 2. */
const poetryKeys = ['dependencies', 'source', 'extras', 'dev-dependencies'];
const projectKeys = ['requires-python', 'dependencies', 'optional-dependencies'];

/** poetry.lock: its content-hash is taken of the parts of pyproject.toml that decide about dependencies. */
export function readPoetryLock(text: string, pyproject: unknown, names: readonly string[]): LockState {
  const lock = parse(text);
  const packages = lockedNames(lock);
  const expected = asString(field(field(lock, 'metadata'), 'content-hash'));
  const hashes = [true, false].map((withGroups) => {
    const content = pythonJson(poetryContent(pyproject, withGroups));
    return content === undefined ? undefined : digest.sha256(content);
  });
  if (expected === undefined || hashes.includes(undefined))
    return { packages: packages.length, inStep: undefined, differences: [] };
  const inStep = hashes.includes(expected);
  const missing = names.filter((name) => !packages.includes(name));
  return {
    packages: packages.length,
    inStep,
    differences: inStep ? [] : missing.length > 0 ? missing : ['content-hash'],
  };
}

function poetryContent(pyproject: unknown, withGroups: boolean): unknown {
  const pick = (table: unknown, keys: readonly string[], keep: boolean): Record<string, unknown> =>
    Object.fromEntries(
      keys
        .map((key) => [key, field(table, key) ?? null] as const)
        .filter(([, value]) => keep || value !== null),
    );
  const project = pick(field(pyproject, 'project'), projectKeys, false);
  const groups = withGroups ? (asRecord(field(pyproject, 'dependency-groups')) ?? {}) : {};
  const isNew = Object.keys(project).length > 0 || Object.keys(groups).length > 0;
  const poetry = field(field(pyproject, 'tool'), 'poetry');
  const own = { ...pick(poetry, poetryKeys, !isNew), ...pick(poetry, ['group'], false) };
  if (!isNew) return own;
  return {
    ...(Object.keys(project).length > 0 && { project }),
    ...(Object.keys(groups).length > 0 && { 'dependency-groups': groups }),
    tool: { poetry: own },
  };
}

/** Pipfile.lock: `_meta.hash` is taken of the whole Pipfile but for settings (plette, as part of pipenv). */
export function readPipenvLock(text: string, pipfile: unknown): LockState {
  const lock: unknown = JSON.parse(text);
  const packages = ['default', 'develop'].flatMap((part) => Object.keys(asRecord(field(lock, part)) ?? {}));
  const expected = asString(field(field(field(lock, '_meta'), 'hash'), 'sha256'));
  const sources = field(pipfile, 'source') ?? [
    { name: 'pypi', url: 'https://pypi.org/simple', verify_ssl: true },
  ];
  const basic = {
    _meta: { sources, requires: field(pipfile, 'requires') ?? {} },
    default: field(pipfile, 'packages') ?? {},
    develop: field(pipfile, 'dev-packages') ?? {},
  };
  const settings = new Set([
    'source', 'packages', 'dev-packages', 'requires', 'scripts', 'pipfile', 'pipenv', 'default', 'develop',
  ]); // prettier-ignore
  const categories = Object.fromEntries(entriesOf(pipfile).filter(([name]) => !settings.has(name)));
  const hashes = [{ ...basic, ...categories }, basic].map((content) => {
    const json = pythonJson(content, true);
    return json === undefined ? undefined : digest.sha256(json);
  });
  const known = expected !== undefined && !hashes.includes(undefined);
  const inStep = known ? hashes.includes(expected) : undefined;
  const locked = new Set(packages.map(normaliseName));
  const missing = ['packages', 'dev-packages']
    .flatMap((part) => Object.keys(asRecord(field(pipfile, part)) ?? {}))
    .map(normaliseName)
    .filter((name) => !locked.has(name));
  return {
    packages: packages.length,
    inStep,
    differences: inStep === false ? (missing.length > 0 ? missing : ['its hash']) : [],
  };
}

/** The requirements of pyproject.toml as uv.lock repeats them. */
export interface UvRequirements {
  /** Requirement strings of [project]. */
  readonly dependencies: readonly string[];
  /** The groups' requirement strings by name. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
}

/** uv.lock: [package.metadata] of the project's own entry repeats what pyproject.toml asks for. */
export function readUvLock(text: string, wanted: UvRequirements): LockState {
  const lock = parse(text);
  const entries = tablesOf(field(lock, 'package'));
  const own = entries.find((entry) => {
    const source = field(entry, 'source');
    return asString(field(source, 'editable')) === '.' || asString(field(source, 'virtual')) === '.';
  });
  const packages = entries.length - (own === undefined ? 0 : 1);
  const metadata = field(own, 'metadata');
  // A project without any requirement has no metadata.
  if (own === undefined || (metadata === undefined && wanted.dependencies.length > 0))
    return { packages, inStep: undefined, differences: [] };
  const lists = [
    { asked: wanted.dependencies, locked: tablesOf(field(metadata, 'requires-dist')) },
    ...Object.entries(wanted.groups).map(([name, asked]) => ({
      asked,
      locked: tablesOf(field(field(metadata, 'requires-dev'), name)),
    })),
  ];
  const missing: string[] = [];
  let isSure = true;
  for (const { asked, locked } of lists) {
    const plain = locked.filter((entry) => !/\bextra\s*==/.test(asString(field(entry, 'marker')) ?? ''));
    for (const requirement of asked) {
      const [name, specifier] = partsOf(requirement);
      const found = plain.filter((entry) => normaliseName(asString(field(entry, 'name')) ?? '') === name);
      if (found.length === 0) missing.push(name);
      else if (!found.some((entry) => sameSpecifier(asString(field(entry, 'specifier')) ?? '', specifier))) isSure = false;
    }
    if (plain.length !== asked.length) isSure = false;
  } // prettier-ignore
  return {
    packages,
    inStep: missing.length > 0 ? false : isSure ? true : undefined,
    differences: missing,
  };
}

/** `Flask[async]>=2,<4 ; python_version < "4"` as name and specifier. */
function partsOf(requirement: string): [string, string] {
  const [head = ''] = requirement.split(';');
  const match = /^\s*([\w.-]+)\s*(?:\[[^\]]*\])?\s*\(?([^()]*)\)?\s*$/.exec(head);
  return [normaliseName(match?.[1] ?? head.trim()), match?.[2] ?? ''];
}

function sameSpecifier(a: string, b: string): boolean {
  const normal = (text: string): string =>
    text
      .split(',')
      .map((part) => part.replace(/\s+/g, ''))
      .sort()
      .join();
  return normal(a) === normal(b);
}

function lockedNames(lock: unknown): readonly string[] {
  return tablesOf(field(lock, 'package')).flatMap((entry) => {
    const name = asString(field(entry, 'name'));
    return name === undefined ? [] : [normaliseName(name)];
  });
}

/** Folders of local packages (workspace members, paths) that uv.lock names, the project itself left out. */
export function localPackagesOf(text: string): readonly { readonly name: string; readonly path: string }[] {
  let lock: unknown;
  try {
    lock = parse(text);
  } catch {
    // Reported where the lockfile is read.
    return [];
  }
  return tablesOf(field(lock, 'package')).flatMap((entry) => {
    const source = field(entry, 'source');
    const path = ['editable', 'virtual', 'directory', 'path'].flatMap((key) =>
      asStrings(field(source, key)),
    )[0];
    return path === undefined || path === '.' ? [] : [{ name: asString(field(entry, 'name')) ?? path, path }];
  });
}

function tablesOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
