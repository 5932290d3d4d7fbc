/** Every path that the builder receives. */
import type { CancellationToken, EntryType, FileSystem } from '../../ports.ts';
import { neverCancelled } from '../../ports.ts';
import { compare } from '../list.ts';
import { driveAsync } from './drive.ts';
import { ContextTree } from './tree.ts';
import { portReader } from './walker.ts';

export interface SentPath {
  /** Relative to the context, with `/`. */
  readonly path: string;
  readonly type: EntryType;
}

/**
 * Sorted by path; ignored folders in which something is taken back are among them. Unlike the figures, this keeps
 * every path. `entries` is how many may be looked at.
 * @throws CancelledError
 */
export async function listSent(
  fileSystem: FileSystem,
  context: string,
  dockerignore: string,
  { entries, token = neverCancelled }: { readonly entries: number; readonly token?: CancellationToken },
): Promise<{ readonly paths: readonly SentPath[]; readonly complete: boolean }> {
  const found = new Map<string, EntryType>();
  const tree = new ContextTree<string>({
    dockerignore,
    start: '',
    budget: { entries, heldEntries: 0 },
    onSent: (path, type) => {
      found.set(path, type);
      for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
        const folder = path.slice(0, slash);
        if (found.has(folder)) break;
        found.set(folder, 'directory');
      }
    },
  });
  await driveAsync(tree.walk(context), portReader(fileSystem), () => token.isCancellationRequested);
  const paths = [...found].map(([path, type]) => ({ path, type }));
  return { paths: paths.sort((a, b) => compare(a.path, b.path)), complete: tree.entries <= entries };
}
