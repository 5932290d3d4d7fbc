/** Finds Dockerfiles below folders. */
import { isDockerfileName } from '../dockerfile-name.ts';
import { joinLocation } from '../location.ts';
import type { FileSystem } from '../ports.ts';

/** Not the user's own Dockerfiles. */
const skippedFolders: ReadonlySet<string> = new Set(['node_modules', '.git', 'vendor']);

/** Deeper than any project; ends a walk that goes round in a circle of mounts. */
const maxDepth = 64;

export interface Walk {
  /** In a stable order: by name, a folder's own files before those of its sub-folders. */
  readonly files: readonly string[];
  /** Folders that could not be listed. */
  readonly unreadable: readonly string[];
}

/** Every Dockerfile below the folder at `location`. Symbolic links are not followed. */
export async function findDockerfiles(fileSystem: FileSystem, location: string): Promise<Walk> {
  const files: string[] = [];
  const unreadable: string[] = [];
  async function visit(folder: string, depth: number): Promise<void> {
    const entries = await fileSystem.readDirectory(folder);
    if (!entries) {
      unreadable.push(folder);
      return;
    }
    const sorted = [...entries].sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const { name, type } of sorted)
      if (type === 'file' && isDockerfileName(name)) files.push(joinLocation(folder, name));
    if (depth >= maxDepth) return;
    for (const { name, type } of sorted)
      if (type === 'directory' && !skippedFolders.has(name))
        await visit(joinLocation(folder, name), depth + 1);
  }
  await visit(location, 0);
  return { files, unreadable };
}
