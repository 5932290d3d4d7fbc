/** The other Dockerfiles that are built in a context with the same .dockerignore: what it excludes must suit them, too. */
import { isDockerfileName, maxDockerfileBytes } from '../dockerfile-name.ts';
import { parseDockerfile } from '../dockerfile/parse.ts';
import { joinLocation, locationKey } from '../location.ts';
import type { CancellationToken, FileSystem } from '../ports.ts';
import { throwIfCancelled } from '../ports.ts';
import type { UsesFacts } from '../uses/facts.ts';
import { chooseContext } from './choose.ts';
import type { ContextFacts, SharingDockerfile } from './facts.ts';

/** A folder with more of them is a collection, and its .dockerignore nobody's. */
const readDockerfiles = 30;

interface SharingOptions {
  readonly fileSystem: FileSystem;
  readonly workspaceRoot: string | undefined;
  /** What the project's files say about the context's own Dockerfile and others. */
  readonly uses: UsesFacts;
  readonly token: CancellationToken;
}

/**
 * Dockerfiles of the listing other than the context's own that are built in the same folder and have no
 * `NAME.dockerignore`. Sorted by path.
 * @throws CancelledError
 */
export async function findSharing(
  context: Pick<ContextFacts, 'location' | 'dockerfilePath' | 'dockerignore' | 'entries' | 'has'>,
  { fileSystem, workspaceRoot, uses, token }: SharingOptions,
): Promise<readonly SharingDockerfile[]> {
  // A file for one Dockerfile is shared with none.
  if (!/(?:^|\/)\.dockerignore$/.test(context.dockerignore.path)) return [];
  const paths = context.entries
    .filter(({ path, type }) => type === 'file' && isDockerfileName(path.slice(path.lastIndexOf('/') + 1)))
    .map(({ path }) => path)
    .filter((path) => path !== context.dockerfilePath && context.has(`${path}.dockerignore`) === false);
  const found: SharingDockerfile[] = [];
  for (const path of paths.slice(0, readDockerfiles)) {
    throwIfCancelled(token);
    const dockerfile = joinLocation(context.location, path);
    const read = await fileSystem.readText(dockerfile, maxDockerfileBytes);
    if (!read.ok) continue;
    const model = parseDockerfile(read.text);
    const told = uses.others.filter((use) => locationKey(use.dockerfile) === locationKey(dockerfile));
    const chosen = await chooseContext({ fileSystem, dockerfile, workspaceRoot, uses: told, model, token });
    const contexts = [...told.map((use) => use.context), ...(chosen ? [chosen.location] : [])];
    if (contexts.some((one) => locationKey(one) === locationKey(context.location)))
      found.push({ path, model });
  }
  return found;
}
