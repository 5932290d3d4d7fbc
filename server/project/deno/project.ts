import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser';
import type { DependencyLock } from '../dependencies.ts';
import { fileNameOf, folderOf, inside, resolvePath } from '../paths.ts';
import { readLimits } from '../reader.ts';
import type { ProjectReader } from '../reader.ts';
import { asRecord, asString, asStringRecord, asStrings, asText, entriesOf, field } from '../value.ts';
import type { DenoProject } from './facts.ts';
import { readDenoLock } from './lock.ts';

const configurationNames = ['deno.json', 'deno.jsonc'] as const;

export const isDenoManifest = (path: string): boolean =>
  [...configurationNames, 'deno.lock'].some((name) => name === fileNameOf(path));

/** Reads every Deno project among the manifests (paths); one per folder. */
export async function readDenoProjects(
  reader: ProjectReader,
  manifestPaths: readonly string[],
): Promise<readonly DenoProject[]> {
  const projects: DenoProject[] = [];
  for (const directory of new Set(manifestPaths.map(folderOf)))
    projects.push(await readProject(reader, directory));
  return projects;
}

async function readProject(reader: ProjectReader, directory: string): Promise<DenoProject> {
  const configuration = configurationNames
    .map((name) => inside(directory, name))
    .find((path) => reader.isFile(path));
  const settings = configuration === undefined ? undefined : await readJson(reader, configuration);
  const mapPath = asString(field(settings, 'importMap'));
  const importMap =
    mapPath === undefined || /^[a-z]+:/i.test(mapPath) ? undefined : resolvePath(directory, mapPath);
  const map = importMap === undefined ? undefined : await readJson(reader, importMap);
  const imports = { ...asStringRecord(field(settings, 'imports')), ...asStringRecord(field(map, 'imports')) };
  const packageJson = inside(directory, 'package.json');
  const hasPackageJson = reader.isFile(packageJson);
  const workspace = field(settings, 'workspace');
  const members = asStrings(Array.isArray(workspace) ? workspace : field(workspace, 'members'));
  const lock = field(settings, 'lock');
  const compared =
    hasPackageJson || members.length > 0 || mapPath !== undefined ? undefined : remote(imports);
  const nodeModulesDir = field(settings, 'nodeModulesDir');
  return {
    kind: 'deno',
    directory,
    manifest: configuration ?? inside(directory, 'deno.lock'),
    configuration,
    name: asString(field(settings, 'name')),
    lock: lock === false ? undefined : await lockOf(reader, directory, lock, compared),
    lockDisabled: lock === false,
    lockFrozen: field(lock, 'frozen') === true,
    imports,
    importMap,
    tasks: tasksOf(field(settings, 'tasks')),
    taskDependencies: taskDependenciesOf(field(settings, 'tasks')),
    nodeModulesDir: typeof nodeModulesDir === 'boolean' ? String(nodeModulesDir) : asText(nodeModulesDir),
    vendored: field(settings, 'vendor') === true,
    members: members.flatMap((path) => resolvePath(directory, path) ?? []),
    packageJson: hasPackageJson ? packageJson : undefined,
    installFiles: [importMap, hasPackageJson ? packageJson : undefined, inside(directory, '.npmrc')].filter(
      (path) => path !== undefined && reader.isFile(path),
    ) as string[],
    frameworks: frameworks
      .filter(({ of }) => Object.values(imports).some((specifier) => of.test(specifier)))
      .map(({ name }) => name),
  };
}

async function readJson(reader: ProjectReader, path: string): Promise<unknown> {
  const text = await reader.text(path, readLimits.manifest);
  if (text === undefined) return undefined;
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first) reader.problem(path, `${path} can't be parsed: ${printParseErrorCode(first.error)}`);
  return asRecord(value);
}

async function lockOf(
  reader: ProjectReader,
  directory: string,
  setting: unknown,
  wanted: readonly string[] | undefined,
): Promise<DependencyLock | undefined> {
  const path = resolvePath(directory, asString(setting) ?? asString(field(setting, 'path')) ?? 'deno.lock');
  if (path === undefined || !reader.isFile(path)) return undefined;
  const unread: DependencyLock = { path, packages: undefined, inStep: undefined, differences: [] };
  const text = await reader.text(path, readLimits.lockfile);
  if (text === undefined) return unread;
  const result = readDenoLock(path, text, wanted);
  if (result.ok) return result.lock;
  reader.problem(path, `${path} can't be parsed: ${result.reason}`);
  return unread;
}

/** Packages of a registry: addresses and paths are not listed as dependencies of the workspace. */
function remote(imports: Readonly<Record<string, string>>): readonly string[] {
  return Object.values(imports).filter((specifier) => /^(?:npm|jsr):/.test(specifier));
}

/** A task is a command, or an object with one. */
function tasksOf(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    entriesOf(value).flatMap(([name, task]) => {
      const command = asString(task) ?? asString(field(task, 'command'));
      return command === undefined ? [] : [[name, command] as const];
    }),
  );
}

function taskDependenciesOf(value: unknown): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    entriesOf(value).flatMap(([name, task]) => {
      const names = asStrings(field(task, 'dependencies'));
      return names.length === 0 ? [] : [[name, names] as const];
    }),
  );
}

const frameworks = [
  { name: 'fresh', of: /(?:\/x\/fresh@|jsr:\/?@fresh\/)/ },
  { name: 'hono', of: /^(?:npm:|jsr:\/?@hono\/)hono/ },
  { name: 'oak', of: /(?:\/x\/oak@|jsr:\/?@oak\/)/ },
  { name: 'express', of: /^npm:express(?:@|$)/ },
] as const;
