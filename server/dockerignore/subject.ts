/** A .dockerignore file with the context that it is for and the Dockerfiles that are built with it. */
import { gatherContext } from '../context/gather.ts';
import type { ContextFacts } from '../context/facts.ts';
import { isDockerfileName, maxDockerfileBytes } from '../dockerfile-name.ts';
import type { DockerfileModel } from '../dockerfile/model.ts';
import { parseDockerfile } from '../dockerfile/parse.ts';
import { baseName, joinLocation, locationKey, parentLocation } from '../location.ts';
import type { CancellationToken, FileSystem } from '../ports.ts';
import { gatherProject } from '../project/gather.ts';
import type { ProjectFacts } from '../project/facts.ts';
import { gatherUses } from '../uses/gather.ts';

export interface IgnoreSubject {
  /** Its `dockerignore` is this file. */
  readonly context: ContextFacts;
  readonly project: ProjectFacts;
  /** The Dockerfile that the file belongs to, or the first beside it; undefined without one. */
  readonly dockerfile: { readonly path: string; readonly model: DockerfileModel } | undefined;
}

/**
 * `NAME.dockerignore` belongs to NAME, `.dockerignore` to the folder it stands in. Undefined when that is no folder.
 * @throws CancelledError
 */
export async function gatherSubject(
  uri: string,
  {
    fileSystem,
    workspaceRoot,
    token,
  }: {
    readonly fileSystem: FileSystem;
    readonly workspaceRoot: string | undefined;
    readonly token: CancellationToken;
  },
): Promise<IgnoreSubject | undefined> {
  const folder = parentLocation(uri);
  if (folder === undefined) return undefined;
  const owner = baseName(uri).slice(0, -'.dockerignore'.length);
  const name = owner === '' ? await firstDockerfile(fileSystem, folder) : owner;
  const location = name === undefined ? undefined : joinLocation(folder, name);
  const read = location === undefined ? undefined : await fileSystem.readText(location, maxDockerfileBytes);
  const model = parseDockerfile(read?.ok === true ? read.text : '');
  const context = await gatherContext({
    fileSystem,
    dockerfile: read?.ok === true ? location : undefined,
    // A .dockerignore says itself where its context is.
    context: owner === '' || read?.ok !== true ? folder : undefined,
    workspaceRoot,
    uses: await gatherUses({
      fileSystem,
      dockerfile: location ?? joinLocation(folder, 'Dockerfile'),
      workspaceRoot,
      token,
    }),
    model,
    token,
  });
  // A file that the builder would not read for any Dockerfile that we know.
  if (!context.known || locationKey(context.dockerignore.location) !== locationKey(uri)) return undefined;
  const path = context.dockerfilePath ?? name;
  return {
    context,
    project: await gatherProject(context, fileSystem, token),
    dockerfile: read?.ok === true && path !== undefined ? { path, model } : undefined,
  };
}

/** By preference the plain one; none that has a `NAME.dockerignore` of its own. */
async function firstDockerfile(fileSystem: FileSystem, folder: string): Promise<string | undefined> {
  const entries = (await fileSystem.readDirectory(folder)) ?? [];
  const names = new Set(entries.flatMap(({ name, type }) => (type === 'directory' ? [] : [name])));
  const free = [...names].filter((name) => isDockerfileName(name) && !names.has(`${name}.dockerignore`));
  return free.includes('Dockerfile') ? 'Dockerfile' : free.sort()[0];
}
