/** Which folder is the build context of a Dockerfile, when nobody says so. */
import type { DockerfileModel } from '../dockerfile/model.ts';
import { shellOf } from '../dockerfile/shell.ts';
import { joinLocation, locationKey, parentLocation, relativeLocation } from '../location.ts';
import type { CancellationToken, FileSystem } from '../ports.ts';
import { neverCancelled, throwIfCancelled } from '../ports.ts';
import { describeUse } from '../uses/facts.ts';
import type { DockerfileUse } from '../uses/facts.ts';
import { compileGoPattern, isGoPattern } from './go-match.ts';
import { contextSources } from './sources.ts';
import type { ContextSource } from './sources.ts';

export interface ChooseOptions {
  readonly fileSystem: FileSystem;
  /** Location of the Dockerfile; undefined for text from standard input. */
  readonly dockerfile: string | undefined;
  /** Location of the folder that the user named. */
  readonly context?: string | undefined;
  readonly workspaceRoot?: string | undefined;
  /** What the project's files say about how the Dockerfile is built. */
  readonly uses?: readonly DockerfileUse[] | undefined;
  readonly model: DockerfileModel;
  readonly token?: CancellationToken | undefined;
}

export interface ChosenContext {
  readonly location: string;
  /** For the user: `its own folder`, `COPY server/package.json exists there`, `compose.yaml (service web)`, `as given`. */
  readonly reason: string;
}

/** How many folders up to look when there is no workspace to stop at. */
const levelsWithoutWorkspace = 4;
/** How many folders a wildcard in a source may make us list. */
const listedFolders = 200;

/**
 * The explicit folder, else what the project's files say, else what the Dockerfile's sources show.
 * Undefined without any folder.
 * @throws CancelledError
 */
export async function chooseContext(options: ChooseOptions): Promise<ChosenContext | undefined> {
  const { context, uses = [] } = options;
  if (context !== undefined) return { location: context, reason: 'as given' };
  // One that only the editor builds is the last to tell about the image that is shipped.
  const told = [...uses.filter(({ kind }) => kind !== 'devcontainer'), ...uses.filter(({ kind }) => kind === 'devcontainer')]; // prettier-ignore
  const folders = new Set(told.map((use) => locationKey(use.context)));
  const [first] = told;
  if (first && folders.size === 1) return { location: first.context, reason: describeUse(first) };
  const inferred = await inferContext(options);
  // Where several are told, the one that the sources show as well is the usual one.
  const agreed = inferred && told.find((use) => locationKey(use.context) === locationKey(inferred.location));
  const use = agreed ?? first;
  return use ? { location: use.context, reason: describeUse(use) } : inferred;
}

/**
 * The Dockerfile's own folder, unless sources of COPY and ADD are missing there and a
 * folder above (not above the workspace or the repository) has all of them, or most where the own folder has none.
 * Undefined without any folder.
 * @throws CancelledError
 */
async function inferContext(options: ChooseOptions): Promise<ChosenContext | undefined> {
  const { fileSystem, dockerfile, token = neverCancelled } = options;
  const own = dockerfile === undefined ? undefined : parentLocation(dockerfile);
  if (own === undefined) return undefined;
  const sources = contextSources(options.model).filter(isTelling);
  const missing = await findMissing(fileSystem, own, sources, token);
  const first = missing[0];
  if (first !== undefined) {
    let most: { location: string; missing: ReadonlySet<ContextSource> } | undefined;
    for (const folder of await foldersAbove(fileSystem, own, options.workspaceRoot)) {
      throwIfCancelled(token);
      const missingThere = await findMissing(fileSystem, folder, sources, token);
      if (missingThere.length === 0)
        return { location: folder, reason: `${first.kind} ${first.written} exists there` };
      if (missingThere.length < (most?.missing.size ?? sources.length / 2))
        most = { location: folder, missing: new Set(missingThere) };
    }
    // Nothing is here, and most of it there: what is missing there is made before the build.
    const found = missing.length === sources.length && sources.find((source) => !most?.missing.has(source));
    if (most && found)
      return { location: most.location, reason: `${found.kind} ${found.written} exists there` };
  }
  if (sources.length === 0 && copiesEverything(options.model)) {
    const above = await folderWithManifest(options, own);
    if (above) return above;
  }
  return { location: own, reason: 'its own folder' };
}

function copiesEverything(model: DockerfileModel): boolean {
  return contextSources(model).some((source) => source.complete && source.path === '');
}

/** The manifest that a tool can't work without. */
const manifestOf: Readonly<Record<string, string>> = {
  npm: 'package.json',
  yarn: 'package.json',
  pnpm: 'package.json',
  bun: 'package.json',
  go: 'go.mod',
  cargo: 'Cargo.toml',
  mvn: 'pom.xml',
  mvnw: 'pom.xml',
  make: 'Makefile',
  composer: 'composer.json',
  bundle: 'Gemfile',
  poetry: 'pyproject.toml',
};

/**
 * A file that copies everything and installs in a folder without the manifest is built from another one: the nearest
 * above that has it. Undefined when the own folder (or a folder below it) may be meant.
 */
async function folderWithManifest(options: ChooseOptions, own: string): Promise<ChosenContext | undefined> {
  const { fileSystem, model, workspaceRoot, token = neverCancelled } = options;
  const commands = model.instructions.flatMap((instruction) =>
    instruction.keyword === 'RUN' ? (shellOf(instruction, model)?.commands ?? []) : [],
  );
  // Whoever changes the folder first may install anywhere below.
  if (commands.some(({ name }) => name === 'cd')) return undefined;
  const manifest = commands.flatMap(({ name }) =>
    Object.hasOwn(manifestOf, name) ? manifestOf[name]! : [],
  )[0];
  if (manifest === undefined || (await fileSystem.stat(joinLocation(own, manifest)))) return undefined;
  for (const folder of await foldersAbove(fileSystem, own, workspaceRoot)) {
    throwIfCancelled(token);
    if (await fileSystem.stat(joinLocation(folder, manifest)))
      return { location: folder, reason: `${manifest} is there` };
  }
  return undefined;
}

/** A source that says something about the folder: not the whole of it, and no variable left. */
function isTelling(source: ContextSource): boolean {
  return source.kind !== 'bind' && source.complete && source.path !== '' && source.path !== '*';
}

async function findMissing(
  fileSystem: FileSystem,
  folder: string,
  sources: readonly ContextSource[],
  token: CancellationToken,
): Promise<readonly ContextSource[]> {
  const missing: ContextSource[] = [];
  for (const source of sources) {
    throwIfCancelled(token);
    if (!(await sourceExists(fileSystem, folder, source.path))) missing.push(source);
  }
  return missing;
}

async function sourceExists(fileSystem: FileSystem, folder: string, path: string): Promise<boolean> {
  if (!isGoPattern(path)) return (await fileSystem.stat(joinLocation(folder, path))) !== undefined;
  let budget = listedFolders;
  const search = async (location: string, segments: readonly string[]): Promise<boolean> => {
    const [segment, ...rest] = segments;
    if (segment === undefined) return true;
    if (!isGoPattern(segment)) {
      const next = joinLocation(location, segment);
      return (await fileSystem.stat(next)) !== undefined && search(next, rest);
    }
    const matches = compileGoPattern(segment);
    budget -= 1;
    if (matches === undefined || budget < 0) return false;
    for (const entry of (await fileSystem.readDirectory(location)) ?? []) {
      if (!matches(entry.name)) continue;
      if (rest.length === 0 || (await search(joinLocation(location, entry.name), rest))) return true;
    }
    return false;
  };
  return search(folder, path.split('/'));
}

/** The folders above `own`, nearest first, as far as a context may reasonably reach. Never the root. */
export async function foldersAbove(
  fileSystem: FileSystem,
  own: string,
  workspaceRoot: string | undefined,
): Promise<readonly string[]> {
  const inWorkspace = workspaceRoot !== undefined && relativeLocation(workspaceRoot, own) !== undefined;
  const folders: string[] = [];
  let folder = own;
  while (
    inWorkspace ? relativeLocation(workspaceRoot, folder) !== '' : folders.length < levelsWithoutWorkspace
  ) {
    // Above a repository's root lie other people's projects.
    if (!inWorkspace && (await fileSystem.stat(joinLocation(folder, '.git'))) !== undefined) break;
    const parent = parentLocation(folder);
    if (parent === undefined || (!inWorkspace && parentLocation(parent) === undefined)) break;
    folders.push(parent);
    folder = parent;
  }
  return folders;
}
