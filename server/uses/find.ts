/** Which files may say how a Dockerfile is built. */
import { joinLocation, parentLocation, relativeLocation } from '../location.ts';
import type { FileSystem } from '../ports.ts';
import type { UsesReader } from './reader.ts';

export interface FoundFiles {
  /** Compose files that are given to Compose together, the base before what lies over it. Nearest folders first. */
  readonly compose: readonly (readonly string[])[];
  /** Bake files that belong together. */
  readonly bake: readonly (readonly string[])[];
  readonly devcontainers: readonly string[];
  readonly tasks: readonly string[];
  readonly workflows: readonly { readonly file: string; readonly root: string }[];
}

/** How many folders up to look when nothing says where the project ends. */
const levelsWithoutRoot = 4;
/** Folders beside the sources in which files about running them are kept. */
const sideFolders: ReadonlySet<string> = new Set([
  'docker', '.docker', 'compose', 'deploy', 'deployment', 'deployments', 'infra', 'infrastructure', 'ops', 'dev', 'development', 'local', 'environments', 'containers',
]); // prettier-ignore

const composeName = /^(?:docker-)?compose(?:[.-][\w.-]+)?\.ya?ml$/i;
/** What `docker compose` takes without `-f`, in its order of preference. */
const baseNames = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];
/** What bake reads without `-f`, in its order. */
const bakeNames = [
  'docker-bake.json',
  'docker-bake.override.json',
  'docker-bake.hcl',
  'docker-bake.override.hcl',
];

/** Looks in the folders that `projectFolders` gives. @throws CancelledError */
export async function findUseFiles(reader: UsesReader, folders: readonly string[]): Promise<FoundFiles> {
  const found = { compose: [] as string[][], bake: [] as string[][], devcontainers: [] as string[], tasks: [] as string[], workflows: [] as { file: string; root: string }[] }; // prettier-ignore
  for (const folder of folders) {
    const entries = await reader.list(folder);
    const files = new Set(entries.flatMap(({ name, type }) => (type === 'directory' ? [] : [name])));
    const below = entries.flatMap(({ name, type }) => (type === 'directory' ? [name] : []));
    addProjects(found, folder, files);
    if (files.has('.devcontainer.json')) found.devcontainers.push(joinLocation(folder, '.devcontainer.json'));
    for (const name of below.sort()) {
      const location = joinLocation(folder, name);
      if (sideFolders.has(name)) addProjects(found, location, await fileNames(reader, location));
      if (name === '.vscode') found.tasks.push(joinLocation(location, 'tasks.json'));
      if (name === '.github') await addWorkflows(found, folder, reader);
      if (name === '.devcontainer') {
        addProjects(found, location, await fileNames(reader, location));
        found.devcontainers.push(joinLocation(location, 'devcontainer.json'));
        for (const entry of await reader.list(location))
          if (entry.type === 'directory')
            found.devcontainers.push(joinLocation(location, `${entry.name}/devcontainer.json`));
      }
    }
  }
  return found;
}

async function fileNames(reader: UsesReader, folder: string): Promise<Set<string>> {
  return new Set(
    (await reader.list(folder)).flatMap(({ name, type }) => (type === 'directory' ? [] : [name])),
  );
}

async function addWorkflows(
  found: { readonly workflows: { file: string; root: string }[] },
  root: string,
  reader: UsesReader,
): Promise<void> {
  const folder = joinLocation(root, '.github/workflows');
  for (const name of [...(await fileNames(reader, folder))].sort())
    if (/\.ya?ml$/i.test(name)) found.workflows.push({ file: joinLocation(folder, name), root });
}

/**
 * The base file with its override is what `docker compose up` takes; every other file is taken for one that is put on
 * the base (`-f compose.yaml -f compose.prod.yaml`), as its name says.
 */
function addProjects(
  found: { readonly compose: string[][]; readonly bake: string[][] },
  folder: string,
  files: ReadonlySet<string>,
): void {
  const locate = (name: string): string => joinLocation(folder, name);
  const base = baseNames.find((name) => files.has(name));
  const others = [...files].filter((name) => composeName.test(name) && !baseNames.includes(name)).sort();
  const override = others.find((name) => /^(?:docker-)?compose\.override\.ya?ml$/i.test(name));
  if (base !== undefined)
    found.compose.push([base, ...(override === undefined ? [] : [override])].map(locate));
  for (const name of others)
    if (name !== override || base === undefined)
      found.compose.push([...(base === undefined ? [] : [base]), name].map(locate));
  const bake = bakeNames.filter((name) => files.has(name));
  if (bake.length > 0) found.bake.push(bake.map(locate));
}

/** From the Dockerfile's folder up to the root, to the repository's, or a few levels. The last one bounds what is read. */
export async function projectFolders(
  fileSystem: FileSystem,
  dockerfile: string,
  root: string | undefined,
): Promise<readonly string[]> {
  const folders: string[] = [];
  for (let folder = parentLocation(dockerfile); folder !== undefined; folder = parentLocation(folder)) {
    if (root !== undefined && relativeLocation(root, folder) === undefined) break;
    folders.push(folder);
    if (root === undefined && folders.length >= levelsWithoutRoot) break;
    if (await fileSystem.stat(joinLocation(folder, '.git'))) break;
  }
  return folders;
}
