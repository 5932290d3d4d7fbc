import { satisfies, validRange } from 'semver';
import type { AskedVersion, DependencyLock } from '../dependencies.ts';
import { folderOf, inside, resolvePath } from '../paths.ts';
import { readLimits } from '../reader.ts';
import type { ProjectReader } from '../reader.ts';
import type { ElixirProject } from './facts.ts';
import { parseMixFile, parseMixLock } from './mix.ts';
import type { MixFile } from './mix.ts';

/** How many names a lockfile's differences hold at most. */
const shownDifferences = 5;

/** Reads every project among the manifests (paths of mix.exs). */
export async function readElixirProjects(
  reader: ProjectReader,
  manifestPaths: readonly string[],
): Promise<readonly ElixirProject[]> {
  const files = new Map<string, MixFile>();
  for (const path of manifestPaths) {
    const text = await reader.text(path, readLimits.manifest);
    if (text !== undefined) files.set(folderOf(path), parseMixFile(text));
  }
  const umbrellas = [...files].flatMap(([directory, { appsPath }]) => {
    const apps = appsPath === undefined ? undefined : resolvePath(directory, appsPath);
    return apps === undefined ? [] : [{ directory, apps }];
  });
  const projects: ElixirProject[] = [];
  for (const [directory, file] of files) {
    const umbrella = umbrellas.find(
      ({ apps }) => folderOf(directory) === apps && directory !== apps,
    )?.directory;
    const apps = umbrellas.find((one) => one.directory === directory)?.apps;
    const applications =
      apps === undefined
        ? []
        : [...files.keys()].filter((folder) => folder !== apps && folderOf(folder) === apps);
    projects.push(await readProject(reader, directory, file, { umbrella, applications }));
  }
  return projects;
}

async function readProject(
  reader: ProjectReader,
  directory: string,
  file: MixFile,
  place: Pick<ElixirProject, 'umbrella' | 'applications'>,
): Promise<ElixirProject> {
  const manifest = inside(directory, 'mix.exs');
  const lockPath = resolvePath(directory, file.lockPath ?? 'mix.lock');
  const config = resolvePath(directory, file.configPath ?? 'config/config.exs');
  const local = file.dependencies.find((one) => one.local !== undefined && one.local !== 'in_umbrella');
  const files = file.files.flatMap((path) => resolvePath(directory, path) ?? []);
  return {
    kind: 'elixir',
    directory,
    manifest,
    app: file.app,
    lock:
      lockPath !== undefined && reader.isFile(lockPath) ? await readLock(reader, lockPath, file) : undefined,
    elixirVersion: await versionOf(reader, directory, manifest, file),
    dependencies: file.dependencies,
    ...place,
    configuration: config !== undefined && reader.isFile(config) ? folderOf(config) : undefined,
    releases: file.releases,
    withoutErlang: file.withoutErlang,
    extraApplications: file.applications,
    installFiles: [...new Set(files)].filter((path) => reader.isFile(path)),
    needsSources: local && `${manifest} depends on ${local.name} at ${local.local}`,
    dynamic: file.dynamic,
    frameworks: frameworkNames.filter((name) => file.dependencies.some((one) => one.name === name)),
  };
}

const frameworkNames = ['phoenix', 'phoenix_live_view', 'ecto_sql', 'plug', 'plug_cowboy', 'bandit', 'absinthe', 'oban', 'broadway', 'nerves', 'esbuild', 'tailwind']; // prettier-ignore

async function readLock(reader: ProjectReader, path: string, file: MixFile): Promise<DependencyLock> {
  const text = await reader.text(path, readLimits.lockfile);
  if (text === undefined) return { path, packages: undefined, inStep: undefined, differences: [] };
  const locked = parseMixLock(text);
  const differences: string[] = [];
  let isSure = file.dynamic === undefined && file.appsPath === undefined;
  for (const { name, requirement, local } of file.dependencies) {
    if (local !== undefined) continue;
    const version = locked.get(name);
    const fits =
      requirement === undefined || version === undefined ? undefined : satisfiesMix(version, requirement);
    if (!locked.has(name) || fits === false) differences.push(name);
    else if (fits === undefined) isSure = false;
  }
  return {
    path,
    packages: locked.size,
    inStep: differences.length > 0 ? false : isSure ? true : undefined,
    differences: differences.slice(0, shownDifferences),
  };
}

/** `~> 1.7` allows 1.9, `~> 1.7.1` allows 1.7.9. Undefined for what semver reads otherwise. */
function satisfiesMix(version: string, requirement: string): boolean | undefined {
  const range = requirement
    .replace(/~>\s*(\d+)\.(\d+)(?![.\d])/g, '>=$1.$2.0 <$1.999999.0')
    .replace(/~>/g, '~')
    .replace(/==/g, '=')
    .replace(/\s+and\s+/g, ' ')
    .replace(/\s+or\s+/g, ' || ');
  if (/!=|not\b/.test(range) || validRange(range) === null) return undefined;
  return satisfies(version, range, { includePrerelease: true });
}

async function versionOf(
  reader: ProjectReader,
  directory: string,
  manifest: string,
  file: MixFile,
): Promise<AskedVersion | undefined> {
  const tools = inside(directory, '.tool-versions');
  const text = (await reader.quietText(tools, readLimits.configuration)) ?? '';
  const exact = /^\s*elixir\s+(\d+\.\d+(?:\.\d+)?)/m.exec(text)?.[1];
  if (exact !== undefined) return { source: tools, version: exact };
  return file.elixir === undefined ? undefined : { source: manifest, version: file.elixir };
}
