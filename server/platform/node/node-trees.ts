/** Walks of contexts on this machine's disk, on the calling thread. */
import { fileURLToPath } from 'node:url';
import { driveSync } from '../../context/walk/drive.ts';
import type { SyncReader } from '../../context/walk/drive.ts';
import type { WalkBudget } from '../../context/walk/summary.ts';
import { ContextTrees } from '../../context/walk/trees.ts';
import { joinLocation } from '../../location.ts';
import { folderReader } from './folder-reader.ts';
import type { FolderPath } from './folder-reader.ts';

/** Some ten seconds of reading; and a guard against a context that is a whole machine. */
export const nodeBudget: WalkBudget = { entries: 4_000_000, heldEntries: 2_000_000 };

/** `look` is called before each folder with the entries looked at so far; true ends the walk. */
export function nodeTrees(
  look: (entries: number) => boolean,
  reader: SyncReader<FolderPath> = folderReader,
  budget: WalkBudget = nodeBudget,
): ContextTrees<FolderPath> {
  return new ContextTrees<FolderPath>(
    budget,
    (context, path) => pathOf(joinLocation(context, path)),
    (walk, tree) => driveSync(walk, reader, () => look(tree.entries)),
  );
}

/** A folder that no path of this machine can name is one that is not there. */
function pathOf(location: string): string {
  try {
    return fileURLToPath(location);
  } catch {
    return '';
  }
}
