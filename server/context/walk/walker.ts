/** The port through which the server measures contexts, and the walker for where there is only a FileSystem. */
import { joinLocation } from '../../location.ts';
import type { CancellationSignal, FileSystem } from '../../ports.ts';
import { neverCancelled } from '../../ports.ts';
import { driveAsync } from './drive.ts';
import type { AsyncReader } from './drive.ts';
import type { WalkBudget, WalkRequest, WalkSummary } from './summary.ts';
import { ContextTrees } from './trees.ts';

export interface WalkOptions {
  readonly signal?: CancellationSignal | undefined;
  /** Called now and then with the number of entries looked at. */
  readonly progress?: ((entries: number) => void) | undefined;
}

/** Measures contexts without keeping its caller from working. */
export interface ContextWalker {
  /** A folder that is not there has nothing in it. @throws CancelledError */
  measure(request: WalkRequest, options?: WalkOptions): Promise<WalkSummary>;
  /** What was measured is remembered; these locations are looked at again the next time. */
  changed(locations: readonly string[]): void;
  dispose(): void;
}

/** Every entry is a question to the editor: enough for a project of one's own, not for a node_modules. */
const portBudget: WalkBudget = { entries: 50_000, heldEntries: 20_000 };
const parallel = 32;

export function createPortWalker(fileSystem: FileSystem, budget: WalkBudget = portBudget): ContextWalker {
  let queue: Promise<unknown> = Promise.resolve();
  let options: WalkOptions = {};
  const trees = new ContextTrees<string>(budget, joinLocation, (walk, tree) => {
    const { signal = neverCancelled, progress } = options;
    return driveAsync(walk, portReader(fileSystem), () => {
      progress?.(tree.entries);
      return signal.isCancellationRequested;
    });
  });
  return {
    measure(request, wanted = {}) {
      const result = queue.then(() => {
        options = wanted;
        return trees.measure(request);
      });
      queue = result.catch(() => undefined);
      return result;
    },
    changed: (locations) => trees.changed(locations),
    dispose: () => undefined,
  };
}

/** Reads folders through the port; its handles are locations. */
export function portReader(fileSystem: FileSystem): AsyncReader<string> {
  return {
    async read(location, visit) {
      const entries = await fileSystem.readDirectory(location);
      if (entries === undefined)
        return (await fileSystem.stat(location))?.type === 'directory' ? 'unreadable' : 'missing';
      for (let from = 0; from < entries.length; from += parallel) {
        const batch = entries.slice(from, from + parallel);
        const sizes = await Promise.all(
          batch.map(async ({ name, type }) =>
            type === 'file' ? (await fileSystem.stat(joinLocation(location, name)))?.size : 0,
          ),
        );
        for (const [i, { name, type }] of batch.entries())
          visit(name, type, sizes[i], type === 'directory' ? joinLocation(location, name) : undefined);
      }
      return 'read';
    },
  };
}
