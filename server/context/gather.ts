/** Gathers what is known about the build context of a Dockerfile. */
import type { DockerfileModel } from '../dockerfile/model.ts';
import { baseName, joinLocation, parentLocation, relativeLocation } from '../location.ts';
import type { CancellationToken, FileSystem } from '../ports.ts';
import { neverCancelled } from '../ports.ts';
import { noUses } from '../uses/facts.ts';
import type { UsesFacts } from '../uses/facts.ts';
import { chooseContext, foldersAbove } from './choose.ts';
import { readContents } from './contents.ts';
import { createContextFacts, unknownContext } from './context-facts.ts';
import type { ContextFacts, Dockerignore } from './facts.ts';
import { parseDockerignore } from './dockerignore.ts';
import { defaultLimits, listContext } from './list.ts';
import type { Limits } from './list.ts';
import { findPreparations } from './preparation.ts';
import { findSharing } from './sharing.ts';

export interface GatherContextOptions {
  readonly fileSystem: FileSystem;
  /** Location of the Dockerfile; undefined for text from standard input. */
  readonly dockerfile: string | undefined;
  /** Location of the folder that the user named as the context. */
  readonly context?: string | undefined;
  readonly workspaceRoot?: string | undefined;
  /** What the project's files say about how the Dockerfile is built. */
  readonly uses?: UsesFacts | undefined;
  readonly model: DockerfileModel;
  readonly token?: CancellationToken | undefined;
  readonly limits?: Limits | undefined;
}

/** A .dockerignore beyond this is no list of patterns that anybody wrote. */
const dockerignoreBytes = 1024 * 1024;

/**
 * Finds the context folder, reads its .dockerignore and lists it within limits. A folder that does not exist
 * gives facts with `known: false`.
 * @throws CancelledError
 */
export async function gatherContext(options: GatherContextOptions): Promise<ContextFacts> {
  const { fileSystem, dockerfile, model, token = neverCancelled, limits = defaultLimits } = options;
  const { workspaceRoot, uses = noUses } = options;
  const chosen = await chooseContext({ ...options, uses: uses.all });
  const location = chosen?.location ?? '';
  const dockerignore = await findDockerignore(fileSystem, location, dockerfile);
  const described = {
    location,
    dockerfilePath: dockerfile === undefined ? undefined : relativeLocation(location, dockerfile),
    reason: chosen?.reason ?? 'no folder is known',
    dockerignore,
  };
  const matcher = parseDockerignore(dockerignore.text);
  const nothing = {
    sharing: [],
    secrets: [],
    publicEnvironment: [],
    versionControlUse: undefined,
    preparations: [],
  };
  const last = (path: string): boolean => matcher.ignores(path) && !matcher.mayReincludeBelow(path);
  const listing = chosen && (await listContext(fileSystem, location, { last, limits, token }));
  if (listing === undefined) return unknownContext({ ...described, ...nothing });
  const listed = createContextFacts({ ...described, ...nothing }, listing, matcher);
  const sharing = await findSharing(listed, { fileSystem, workspaceRoot, uses, token });
  const models = [model, ...sharing.map((each) => each.model)];
  const contents = { ...(await readContents(fileSystem, location, listing.entries, models, token)), sharing };
  const context = createContextFacts({ ...described, ...contents, preparations: [] }, listing, matcher);
  const folders = [location, ...(await foldersAbove(fileSystem, location, workspaceRoot))];
  const preparations = await findPreparations(fileSystem, context, folders, model, token);
  return preparations.length === 0
    ? context
    : createContextFacts({ ...described, ...contents, preparations }, listing, matcher);
}

/** `NAME.dockerignore` beside the Dockerfile if it exists, else the context's `.dockerignore`, there or not. */
async function findDockerignore(
  fileSystem: FileSystem,
  context: string,
  dockerfile: string | undefined,
): Promise<Dockerignore> {
  const folder = dockerfile === undefined ? undefined : parentLocation(dockerfile);
  const candidates = [joinLocation(context, '.dockerignore')];
  if (dockerfile !== undefined && folder !== undefined)
    candidates.unshift(joinLocation(folder, `${baseName(dockerfile)}.dockerignore`));
  for (const location of candidates) {
    const path = relativePath(context, location);
    const read = await fileSystem.readText(location, dockerignoreBytes);
    if (read.ok) return { path, location, exists: true, text: read.text };
    if (read.reason !== 'missing') return { path, location, exists: true, text: '', problem: read.reason };
  }
  return { path: '.dockerignore', location: candidates.at(-1)!, exists: false, text: '' };
}

/** The path from a folder to a location, with `..` where it lies outside. */
function relativePath(folder: string, location: string): string {
  let up = '';
  for (let from: string | undefined = folder; from !== undefined; from = parentLocation(from)) {
    const below = relativeLocation(from, location);
    if (below !== undefined) return up + below;
    up += '../';
  }
  return baseName(location);
}
