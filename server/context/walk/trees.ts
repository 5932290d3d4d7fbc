/** Keeps the walks of the last contexts, so that a change costs the folder that it is in. */
import { isWithin, relativeLocation } from '../../location.ts';
import { summarise } from './summarise.ts';
import type { WalkBudget, WalkRequest, WalkSummary } from './summary.ts';
import { ContextTree } from './tree.ts';
import type { Walk } from './tree.ts';

/** More contexts than anybody looks at in turns. */
const keptTrees = 4;

interface Kept<Handle> {
  readonly request: WalkRequest;
  readonly tree: ContextTree<Handle>;
  /** Locations of files that changed since. */
  readonly changed: Set<string>;
}

export class ContextTrees<Handle> {
  readonly #kept = new Map<string, Kept<Handle>>();

  constructor(
    private readonly budget: WalkBudget,
    /** The reader's name of a location. */
    private readonly handleOf: (location: string, path: string) => Handle,
    private readonly drive: (walk: Walk<Handle>, tree: ContextTree<Handle>) => Promise<void> | void,
  ) {}

  /** @throws CancelledError when `drive` does. */
  async measure(request: WalkRequest): Promise<WalkSummary> {
    const key = JSON.stringify([request.context, request.folder, request.dockerignore]);
    const known = this.#kept.get(key);
    // While it is worked on it is nobody's: what a cancelled walk leaves behind is no answer.
    this.#kept.delete(key);
    const { folder: start, dockerignore } = request;
    const tree = known?.tree ?? new ContextTree<Handle>({ dockerignore, start, budget: this.budget });
    const handleOf = (path: string): Handle =>
      this.handleOf(request.context, [start, path].filter((part) => part !== '').join('/'));
    if (known === undefined) await this.drive(tree.walk(handleOf('')), tree);
    else if (known.changed.size > 0) {
      const top = this.#pathsOf(known);
      await this.drive(tree.update(top, handleOf), tree);
    }
    this.#kept.set(key, { request, tree, changed: new Set() });
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= keptTrees) break;
      this.#kept.delete(oldest);
    }
    return summarise(tree.top, tree.matcher.patterns, start);
  }

  /** Files or folders at these locations appeared, changed or went away. */
  changed(locations: readonly string[]): void {
    for (const { request, changed } of this.#kept.values())
      for (const location of locations) if (isWithin(request.context, location)) changed.add(location);
  }

  #pathsOf({ request, changed }: Kept<Handle>): readonly string[] {
    const prefix = request.folder === '' ? '' : `${request.folder}/`;
    return [...changed].flatMap((location) => {
      const path = relativeLocation(request.context, location);
      return path?.startsWith(prefix) === true ? [path.slice(prefix.length)] : [];
    });
  }
}
