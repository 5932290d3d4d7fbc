import type { ContextFacts } from '../context/facts.ts';
import { locationKey } from '../location.ts';
import type { CancellationToken, FileSystem } from '../ports.ts';
import type { ProjectFacts } from '../project/facts.ts';
import { gatherProject } from '../project/gather.ts';

/** Contexts that are kept. Dockerfiles come sorted by path, so those of one context are close to one another. */
const kept = 4;

/**
 * What many Dockerfiles of one run share: a repository's root is often the context of dozens, and its manifests and
 * sources need to be read once. For runs in which nobody else writes: what was read is never looked at again.
 */
export class SharedProjects {
  readonly #known = new Map<string, Promise<ProjectFacts>>();

  /** @throws CancelledError */
  get(context: ContextFacts, fileSystem: FileSystem, token?: CancellationToken): Promise<ProjectFacts> {
    if (!context.known) return gatherProject(context, fileSystem, token);
    // What .dockerignore holds back is no part of a project.
    const { location, dockerignore, complete } = context;
    const key = JSON.stringify([locationKey(location), dockerignore.text, complete]);
    const known = this.#known.get(key);
    // The last one asked for is the last to go.
    this.#known.delete(key);
    const project = known ?? gatherProject(context, fileSystem, token);
    this.#known.set(key, project);
    for (const [oldest] of this.#known) if (this.#known.size > kept) this.#known.delete(oldest);
    project.catch(() => this.#known.delete(key));
    return project;
  }
}
