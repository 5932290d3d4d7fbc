/** The other Dockerfiles that are built in a context with the same .dockerignore: what it excludes must suit them, too. */
import { isDockerfileName, maxDockerfileBytes } from '../dockerfile-name.ts';
import { parseDockerfile } from '../dockerfile/parse.ts';
import { joinLocation, locationKey } from '../location.ts';
import type { CancellationToken, FileSystem } from '../ports.ts';
import { throwIfCancelled } from '../ports.ts';
import { chooseContext } from './choose.ts';
import type { ContextFacts, SharingDockerfile } from './facts.ts';

/** A folder with more of them is a collection, and its .dockerignore nobody's. */
const readDockerfiles = 30;

interface SharingOptions {
  readonly fileSystem: FileSystem;
  readonly workspaceRoot: string | undefined;
  readonly token: CancellationToken;
}

/**
 * Dockerfiles of the listing other than the context's own whose sources lead to the same folder and that have no
 * `NAME.dockerignore`. Sorted by path.
 * @throws CancelledError
 */
export async function findSharing(
  context: Pick<ContextFacts, 'location' | 'dockerfilePath' | 'dockerignore' | 'entries' | 'has'>,
  { fileSystem, workspaceRoot, token }: SharingOptions,
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
    const chosen = await chooseContext({ fileSystem, dockerfile, workspaceRoot, model, token });
    if (chosen && locationKey(chosen.location) === locationKey(context.location)) found.push({ path, model });
  }
  return found;
}
