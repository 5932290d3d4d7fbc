import type { PythonProject, RequirementsFile } from '../facts.ts';
import { fileNameOf, folderOf, inside, resolvePath } from '../paths.ts';
import { readLimits } from '../reader.ts';
import type { ProjectReader } from '../reader.ts';
import { pythonFrameworks } from './names.ts';
import { readPipfile, readPyProject } from './pyproject.ts';
import type { Pipfile, PyProject } from './pyproject.ts';
import { parseRequirements } from './requirements.ts';
import { pythonTools } from './tools.ts';

/** How many files one requirements file may include, directly or not. */
const maxIncludes = 50;

const isRequirementsFile = (path: string): boolean =>
  /^requirements[\w.-]*\.txt$/i.test(fileNameOf(path)) ||
  (fileNameOf(folderOf(path)) === 'requirements' && path.endsWith('.txt'));

const pythonManifests: ReadonlySet<string> = new Set(['pyproject.toml', 'Pipfile', 'setup.py']);

export const isPythonManifest = (path: string): boolean =>
  pythonManifests.has(fileNameOf(path)) || isRequirementsFile(path);

/** The folder a manifest describes: `requirements/prod.txt` belongs to the folder above. */
function pythonDirectoryOf(path: string): string {
  const folder = folderOf(path);
  return isRequirementsFile(path) && fileNameOf(folder) === 'requirements' ? folderOf(folder) : folder;
}

/** Reads every Python project among the manifests (paths); one per folder. */
export async function readPythonProjects(
  reader: ProjectReader,
  manifestPaths: readonly string[],
): Promise<readonly PythonProject[]> {
  const byFolder = new Map<string, string[]>();
  for (const path of manifestPaths) {
    const directory = pythonDirectoryOf(path);
    byFolder.set(directory, [...(byFolder.get(directory) ?? []), path]);
  }
  const projects: PythonProject[] = [];
  for (const [directory, paths] of byFolder) {
    const project = await readProject(reader, directory, paths);
    if (project !== undefined) projects.push(project);
  }
  return projects;
}

async function readProject(
  reader: ProjectReader,
  directory: string,
  paths: readonly string[],
): Promise<PythonProject | undefined> {
  const requirements: RequirementsFile[] = [];
  for (const path of paths.filter(isRequirementsFile))
    requirements.push(await readRequirements(reader, path));
  const pyproject = await pyprojectIn(reader, directory);
  const pipfile = await pipfileIn(reader, directory);
  const lock = (name: string): string | undefined => {
    const path = inside(directory, name);
    return reader.isFile(path) ? path : undefined;
  };
  const locks = { poetry: lock('poetry.lock'), uv: lock('uv.lock'), pdm: lock('pdm.lock'), pipenv: lock('Pipfile.lock') }; // prettier-ignore
  const setup = lock('setup.py');
  const describes =
    pyproject?.isProject === true || (pyproject !== undefined && pyproject.tool !== undefined);
  // Settings of linters alone are no project.
  if (requirements.length === 0 && !describes && pipfile === undefined && setup === undefined)
    return undefined;

  const manager = managerOf(pyproject, describes, locks, pipfile !== undefined, requirements.length > 0);
  const manifests = {
    pip: requirements[0]?.path ?? setup,
    pipenv: inside(directory, 'Pipfile'),
    poetry: inside(directory, 'pyproject.toml'),
    uv: inside(directory, 'pyproject.toml'),
    pyproject: inside(directory, 'pyproject.toml'),
  } as const;
  const lockfiles = { pip: undefined, pipenv: locks.pipenv, poetry: locks.poetry, uv: locks.uv, pyproject: locks.pdm } as const; // prettier-ignore
  const packages = [
    ...requirements.flatMap((file) => file.packages),
    ...(pyproject?.packages ?? []),
    ...(pipfile?.packages ?? []),
  ];
  return {
    kind: 'python',
    directory,
    manager,
    requirements,
    manifest: manifests[manager],
    lockfile: lockfiles[manager],
    pythonVersion: await versionOf(reader, directory, pyproject?.pythonVersion, pipfile?.pythonVersion),
    frameworks: pythonFrameworks(packages),
    tools: await pythonTools(reader, directory, { pyproject: pyproject?.tables, pipfile: pipfile?.tables }),
  };
}

function managerOf(
  pyproject: PyProject | undefined,
  describes: boolean,
  locks: Readonly<Record<'poetry' | 'uv' | 'pdm' | 'pipenv', string | undefined>>,
  hasPipfile: boolean,
  hasRequirements: boolean,
): PythonProject['manager'] {
  if (pyproject !== undefined && locks.uv !== undefined) return 'uv';
  if (pyproject !== undefined && locks.poetry !== undefined) return 'poetry';
  if (hasPipfile && (locks.pipenv !== undefined || !describes)) return 'pipenv';
  if (pyproject?.tool === 'poetry' && !hasRequirements) return 'poetry';
  // Requirements beside a plain pyproject.toml are what the image installs; the latter often only packages.
  if (hasRequirements) return 'pip';
  if (pyproject?.tool === 'uv') return 'uv';
  return describes ? 'pyproject' : 'pip';
}

async function readRequirements(reader: ProjectReader, path: string): Promise<RequirementsFile> {
  const packages = new Set<string>();
  const seen = new Set<string>([path]);
  const waiting = [path];
  let needsSources = false;
  for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
    const text = await reader.text(file, readLimits.manifest);
    if (text === undefined) continue;
    const parsed = parseRequirements(text);
    parsed.packages.forEach((name) => packages.add(name));
    needsSources ||= parsed.needsSources;
    for (const written of parsed.includes) {
      const included = /^[a-z]+:\/\//i.test(written) ? undefined : resolvePath(folderOf(file), written);
      if (included === undefined || seen.has(included) || seen.size > maxIncludes) continue;
      seen.add(included);
      waiting.push(included);
    }
  }
  return { path, packages: [...packages], includes: [...seen].filter((file) => file !== path), needsSources };
}

async function pyprojectIn(reader: ProjectReader, directory: string): Promise<PyProject | undefined> {
  const path = inside(directory, 'pyproject.toml');
  const text = await reader.text(path, readLimits.manifest);
  if (text === undefined) return undefined;
  const result = readPyProject(text);
  if (result.ok) return result.value;
  reader.problem(path, `${path} can't be parsed: ${result.reason}`);
  return undefined;
}

async function pipfileIn(reader: ProjectReader, directory: string): Promise<Pipfile | undefined> {
  const path = inside(directory, 'Pipfile');
  const text = await reader.text(path, readLimits.manifest);
  if (text === undefined) return undefined;
  const result = readPipfile(text);
  if (result.ok) return result.value;
  reader.problem(path, `${path} can't be parsed: ${result.reason}`);
  return undefined;
}

/** The most exact statement first: .python-version, runtime.txt, Pipfile, requires-python. */
async function versionOf(
  reader: ProjectReader,
  directory: string,
  requires: string | undefined,
  pipfile: string | undefined,
): Promise<PythonProject['pythonVersion']> {
  for (const [name, pattern] of [
    ['.python-version', /^\s*([\w.-]+)\s*$/m],
    ['runtime.txt', /^\s*(python-[\d.]+)\s*$/m],
  ] as const) {
    const path = inside(directory, name);
    const match = pattern.exec((await reader.text(path, readLimits.configuration)) ?? '');
    if (match !== null) return { source: path, version: match[1]! };
  }
  if (pipfile !== undefined) return { source: inside(directory, 'Pipfile'), version: pipfile };
  return requires === undefined
    ? undefined
    : { source: inside(directory, 'pyproject.toml'), version: requires };
}
