/** What poetry, uv and pipenv each find in a folder: a folder may hold the files of several. */
import { inside, resolvePath } from '../paths.ts';
import { readLimits } from '../reader.ts';
import type { ProjectReader } from '../reader.ts';
import { asRecord, asString, asStrings, entriesOf, field } from '../value.ts';
import type { PythonGroup, PythonTool } from './facts.ts';
import { localPackagesOf, readLock, readPipenvLock, readPoetryLock, readUvLock } from './locks.ts';
import { nameOfRequirement, normaliseName } from './names.ts';

/** Parsed manifests of the folder; undefined where there is none, or it is broken. */
export interface PythonManifests {
  readonly pyproject: unknown;
  readonly pipfile: unknown;
}

export async function pythonTools(
  reader: ProjectReader,
  directory: string,
  { pyproject, pipfile }: PythonManifests,
): Promise<readonly PythonTool[]> {
  const has = (name: string): boolean => reader.isFile(inside(directory, name));
  const tools: PythonTool[] = [];
  const table = (name: string): unknown => field(field(pyproject, 'tool'), name);
  const isProject = asRecord(field(pyproject, 'project')) !== undefined;
  if (asRecord(table('poetry')) !== undefined || (isProject && has('poetry.lock')))
    tools.push(await poetry(reader, directory, pyproject));
  if (
    (isProject && (has('uv.lock') || asRecord(table('uv')) !== undefined)) ||
    field(table('uv'), 'workspace') !== undefined
  )
    tools.push(await uv(reader, directory, pyproject));
  if (pipfile !== undefined) tools.push(await pipenv(reader, directory, pipfile));
  return tools;
}

async function poetry(reader: ProjectReader, directory: string, pyproject: unknown): Promise<PythonTool> {
  const manifest = inside(directory, 'pyproject.toml');
  const settings = field(field(pyproject, 'tool'), 'poetry');
  const main = field(settings, 'dependencies');
  const older = asRecord(field(settings, 'dev-dependencies'));
  const tables: readonly (readonly [name: string, optional: boolean, table: unknown])[] = [
    ...(older === undefined ? [] : [['dev', false, older] as const]),
    ...entriesOf(field(settings, 'group')).map(
      ([name, group]) => [name, field(group, 'optional') === true, field(group, 'dependencies')] as const,
    ),
  ];
  const requirements = asStrings(field(field(pyproject, 'project'), 'dependencies'));
  const packages = [
    ...new Set([
      ...namesOf(requirements),
      ...entriesOf(main)
        .filter(([name, value]) => name !== 'python' && field(value, 'optional') !== true)
        .map(([name]) => normaliseName(name)),
      ...tables
        .filter(([name]) => name === 'main')
        .flatMap(([, , table]) => Object.keys(asRecord(table) ?? {}).map(normaliseName)),
    ]),
  ];
  const groups: PythonGroup[] = [
    ...tables
      .filter(([name]) => name !== 'main')
      .map(([name, optional, table]) => ({
        name,
        optional,
        packages: Object.keys(asRecord(table) ?? {}).map(normaliseName),
      })),
    ...standardGroups(pyproject).map(([name, list]) => ({
      name,
      optional: field(field(field(settings, 'group'), name), 'optional') === true,
      packages: namesOf(list),
    })),
  ];
  const lockPath = inside(directory, 'poetry.lock');
  return {
    tool: 'poetry',
    manifest,
    lock: reader.isFile(lockPath)
      ? await readLock(reader, lockPath, (text) => readPoetryLock(text, pyproject, packages))
      : undefined,
    packages,
    groups: merged(groups),
    installsProject: field(settings, 'package-mode') !== false,
    needsSources:
      [main, ...tables.map(([, , table]) => table)]
        .flatMap((table) => entriesOf(table))
        .map(([name, value]) => localReason(manifest, name, value))
        .find((reason) => reason !== undefined) ?? localRequirement(manifest, requirements),
    installFiles: existing(reader, directory, ['poetry.toml']),
  };
}

async function uv(reader: ProjectReader, directory: string, pyproject: unknown): Promise<PythonTool> {
  const manifest = inside(directory, 'pyproject.toml');
  const project = field(pyproject, 'project');
  const settings = field(field(pyproject, 'tool'), 'uv');
  const requirements = asStrings(field(project, 'dependencies'));
  const older = asStrings(field(settings, 'dev-dependencies'));
  const standard = Object.fromEntries(standardGroups(pyproject));
  const lists = older.length > 0 ? { ...standard, dev: [...(standard['dev'] ?? []), ...older] } : standard;
  const chosen = field(settings, 'default-groups');
  const defaults = chosen === undefined ? ['dev'] : chosen === 'all' ? Object.keys(lists) : asStrings(chosen);
  const lockPath = inside(directory, 'uv.lock');
  const text = reader.isFile(lockPath) ? await reader.text(lockPath, readLimits.lockfile) : undefined;
  const locals = text === undefined ? [] : localPackagesOf(text);
  const members = new Set(text === undefined ? [] : membersOf(text));
  const places = locals.map(({ name, path }) => ({
    name,
    isMember: members.has(name),
    path: resolvePath(directory, path),
  }));
  const outside = places.find(({ isMember, path }) => !isMember || path === undefined);
  const dynamic = asStrings(field(project, 'dynamic')).find((name) =>
    /^(?:optional-)?dependencies$/.test(name),
  );
  return {
    tool: 'uv',
    manifest,
    lock: reader.isFile(lockPath)
      ? await readLock(reader, lockPath, (lock) =>
          readUvLock(lock, { dependencies: requirements, groups: lists }),
        )
      : undefined,
    packages: namesOf(requirements),
    groups: Object.entries(lists).map(([group, list]) => ({
      name: group,
      optional: !defaults.includes(group),
      packages: namesOf(list),
    })),
    installsProject:
      places.length > 0 ||
      field(settings, 'package') === true ||
      (field(settings, 'package') !== false && field(pyproject, 'build-system') !== undefined),
    needsSources:
      dynamic !== undefined
        ? `${manifest} leaves its ${dynamic} to the build of the project`
        : outside !== undefined
          ? `${manifest} depends on ${outside.name}, a folder of the project`
          : localRequirement(manifest, requirements),
    installFiles: [
      ...existing(reader, directory, ['uv.toml', '.python-version']),
      ...places.flatMap(({ path }) => {
        const member = path === undefined ? undefined : inside(path, 'pyproject.toml');
        return member !== undefined && reader.isFile(member) ? [member] : [];
      }),
    ],
  };
}

async function pipenv(reader: ProjectReader, directory: string, pipfile: unknown): Promise<PythonTool> {
  const manifest = inside(directory, 'Pipfile');
  const lockPath = inside(directory, 'Pipfile.lock');
  const names = (part: string): readonly string[] =>
    Object.keys(asRecord(field(pipfile, part)) ?? {}).map(normaliseName);
  return {
    tool: 'pipenv',
    manifest,
    lock: reader.isFile(lockPath)
      ? await readLock(reader, lockPath, (text) => readPipenvLock(text, pipfile))
      : undefined,
    packages: names('packages'),
    groups: [{ name: 'dev', optional: true, packages: names('dev-packages') }].filter(
      ({ packages }) => packages.length > 0,
    ),
    installsProject: false,
    needsSources: ['packages', 'dev-packages']
      .flatMap((part) => entriesOf(field(pipfile, part)))
      .map(([name, value]) => localReason(manifest, name, value))
      .find((reason) => reason !== undefined),
    installFiles: [],
  };
}

/** [dependency-groups] of PEP 735, with what groups include. */
function standardGroups(pyproject: unknown): readonly (readonly [string, readonly string[]])[] {
  const table = field(pyproject, 'dependency-groups');
  const listOf = (name: string, seen: ReadonlySet<string>): readonly string[] => {
    const list = field(table, name);
    if (!Array.isArray(list) || seen.has(name)) return [];
    return list.flatMap((item: unknown) => {
      if (typeof item === 'string') return [item];
      const included = asString(field(item, 'include-group'));
      return included === undefined ? [] : listOf(included, new Set([...seen, name]));
    });
  };
  return entriesOf(table).map(([name]) => [name, listOf(name, new Set())]);
}

/** Groups of one name, joined. */
function merged(groups: readonly PythonGroup[]): readonly PythonGroup[] {
  const byName = new Map<string, PythonGroup>();
  for (const group of groups) {
    const known = byName.get(group.name);
    byName.set(
      group.name,
      known ? { ...known, packages: [...new Set([...known.packages, ...group.packages])] } : group,
    );
  }
  return [...byName.values()];
}

/** A dependency on a folder or file of the project: `{ path = "../lib" }`. */
function localReason(manifest: string, name: string, value: unknown): string | undefined {
  const places = Array.isArray(value) ? value : [value];
  const path = places.flatMap((place) => asStrings(field(place, 'path')))[0];
  return path === undefined ? undefined : `${manifest} depends on ${name} at ${path}`;
}

function localRequirement(manifest: string, requirements: readonly string[]): string | undefined {
  const local = requirements.find((text) => /@\s*file:/.test(text));
  return local === undefined ? undefined : `${manifest} asks for \`${local}\``;
}

/** Names of the workspace's members in uv.lock. */
function membersOf(text: string): readonly string[] {
  const block = /^members = \[([^\]]*)\]/m.exec(text)?.[1] ?? '';
  return [...block.matchAll(/"([^"]+)"/g)].map((match) => match[1]!);
}

function namesOf(requirements: readonly string[]): readonly string[] {
  return requirements.flatMap((requirement) => nameOfRequirement(requirement) ?? []);
}

function existing(reader: ProjectReader, directory: string, names: readonly string[]): readonly string[] {
  return names.map((name) => inside(directory, name)).filter((path) => reader.isFile(path));
}
