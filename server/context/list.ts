/** The bounded listing of a context folder, and the measuring of folders that the listing does not enter. */
import { joinLocation } from '../location.ts';
import type { CancellationToken, DirectoryEntry, FileSystem } from '../ports.ts';
import { throwIfCancelled } from '../ports.ts';
import { unenteredDirectories } from './facts.ts';
import type { ContextEntry, Measured } from './facts.ts';
import { isMadeFolder } from './made-folders.ts';

export interface Limits {
  /** Entries in the listing. */
  readonly entries: number;
  /** Of these at most so many inside folders that a build fills; they have the most files and say the least. */
  readonly madeEntries: number;
  /** Folders below each other. */
  readonly depth: number;
  /** Entries looked at, all in all, to measure the folders that are not entered. */
  readonly measuredEntries: number;
}

/** Far above what a project's own files need, low enough to answer within a second or two. */
export const defaultLimits: Limits = {
  entries: 20_000,
  madeEntries: 2000,
  depth: 12,
  measuredEntries: 20_000,
};

export interface Listing {
  /** Sorted by path. */
  readonly entries: readonly ContextEntry[];
  /** Folders whose children are all in `entries`; '' for the top. */
  readonly entered: ReadonlySet<string>;
  /** False when a limit or an unreadable folder left something out (folders not entered by name or made by a build don't count). */
  readonly complete: boolean;
  /** Sizes of folders that were not entered by name. */
  readonly measured: ReadonlyMap<string, Measured>;
}

/** How many requests are under way at once. */
const parallel = 32;

/**
 * Lists the folder, nearest entries first, so that what a limit cuts off lies deep; folders for which `last` is
 * true come after all others. Undefined when the folder can't be listed at all.
 * @throws CancelledError
 */
export async function listContext(
  fileSystem: FileSystem,
  root: string,
  options: {
    readonly last: (path: string) => boolean;
    readonly limits: Limits;
    readonly token: CancellationToken;
  },
): Promise<Listing | undefined> {
  const { limits, token } = options;
  const entries: ContextEntry[] = [];
  const entered = new Set<string>();
  let complete = true;
  let queue = [''];
  const later: string[] = [];
  const made = new Set<string>();

  const add = async (folder: string, children: readonly DirectoryEntry[]): Promise<void> => {
    const sorted = [...children].sort((a, b) => compare(a.name, b.name));
    const room = sorted.slice(0, limits.entries - entries.length);
    if (room.length < sorted.length) complete = false;
    else entered.add(folder);
    const start = entries.length;
    const names = sorted.map(({ name }) => name);
    const isInside = made.has(folder);
    made.delete(folder);
    for (const child of room) {
      const path = folder === '' ? child.name : `${folder}/${child.name}`;
      entries.push({ path, type: child.type, size: 0 });
      if (child.type !== 'directory' || isUnentered(path)) continue;
      if (isInside || isMadeFolder(child.name, names)) made.add(path);
      else if (path.split('/').length >= limits.depth) complete = false;
      else (options.last(path) ? later : queue).push(path);
    }
    await setSizes(fileSystem, root, entries, start, token);
  };

  const top = await fileSystem.readDirectory(root);
  if (top === undefined) return undefined;
  queue = [];
  await add('', top);
  while (queue.length > 0 || later.length > 0) {
    if (entries.length >= limits.entries) {
      complete = false;
      break;
    }
    throwIfCancelled(token);
    const batch = queue.length > 0 ? queue.splice(0, parallel) : later.splice(0, parallel);
    const listings = await Promise.all(
      batch.map((path) => fileSystem.readDirectory(joinLocation(root, path))),
    );
    for (const [i, path] of batch.entries()) {
      const children = listings[i];
      if (children === undefined) complete = false;
      else await add(path, children);
    }
  }
  // Nearest first: what a Dockerfile copies out of them lies near their top.
  const room = Math.min(limits.entries, entries.length + limits.madeEntries);
  for (const path of made) {
    throwIfCancelled(token);
    if (entries.length >= room || path.split('/').length >= limits.depth) break;
    const children = await fileSystem.readDirectory(joinLocation(root, path));
    if (children !== undefined && entries.length + children.length <= room) await add(path, children);
  }
  entries.sort((a, b) => compare(a.path, b.path));
  const measured = await measureUnentered(fileSystem, root, entries, made, limits.measuredEntries, token);
  return { entries, entered, complete, measured };
}

/** Is this a folder that a listing names but does not enter? */
export function isUnentered(path: string): boolean {
  const segments = path.split('/');
  return (
    unenteredDirectories.has(segments.at(-1) ?? '') || unenteredDirectories.has(segments.slice(-2).join('/'))
  );
}

async function setSizes(
  fileSystem: FileSystem,
  root: string,
  entries: ContextEntry[],
  start: number,
  token: CancellationToken,
): Promise<void> {
  for (let from = start; from < entries.length; from += parallel) {
    throwIfCancelled(token);
    await Promise.all(
      entries.slice(from, from + parallel).map(async (entry, i) => {
        if (entry.type !== 'file') return;
        // A file that vanished meanwhile stays with size 0.
        const stat = await fileSystem.stat(joinLocation(root, entry.path));
        if (stat !== undefined) entries[from + i] = { ...entry, size: stat.size };
      }),
    );
  }
}

/**
 * Shares the budget out: folders at the top before nested ones, and node_modules, the largest, at the end of
 * its group, so that it takes what the others left.
 */
async function measureUnentered(
  fileSystem: FileSystem,
  root: string,
  entries: readonly ContextEntry[],
  made: ReadonlySet<string>,
  budget: number,
  token: CancellationToken,
): Promise<ReadonlyMap<string, Measured>> {
  const rank = (path: string): number =>
    (path.includes('/') ? 2 : 0) + (/(^|\/)node_modules$/.test(path) ? 1 : 0);
  const folders = entries
    .filter((entry) => entry.type === 'directory' && (isUnentered(entry.path) || made.has(entry.path)))
    .map((entry) => entry.path)
    .sort((a, b) => rank(a) - rank(b) || compare(a, b));
  const measured = new Map<string, Measured>();
  let left = budget;
  const topLevel = folders.filter((path) => !path.includes('/')).length;
  for (const [i, path] of folders.entries()) {
    const sharers = i < topLevel ? topLevel - i : folders.length - i;
    const share = Math.floor(left / sharers);
    if (share === 0) continue;
    const { result, looked } = await measureFolder(fileSystem, joinLocation(root, path), share, token);
    left -= looked;
    measured.set(path, result);
  }
  return measured;
}

async function measureFolder(
  fileSystem: FileSystem,
  folder: string,
  budget: number,
  token: CancellationToken,
): Promise<{ readonly result: Measured; readonly looked: number }> {
  let bytes = 0;
  let files = 0;
  let looked = 0;
  let complete = true;
  const queue = [folder];
  while (queue.length > 0 && looked < budget) {
    throwIfCancelled(token);
    const location = queue.shift()!;
    const children = await fileSystem.readDirectory(location);
    if (children === undefined) {
      complete = false;
      continue;
    }
    const room = children.slice(0, budget - looked);
    if (room.length < children.length) complete = false;
    looked += room.length;
    const fileNames: string[] = [];
    for (const child of room) {
      if (child.type === 'directory') queue.push(joinLocation(location, child.name));
      else if (child.type === 'file') fileNames.push(child.name);
    }
    files += fileNames.length;
    for (let from = 0; from < fileNames.length; from += parallel) {
      const stats = await Promise.all(
        fileNames.slice(from, from + parallel).map((name) => fileSystem.stat(joinLocation(location, name))),
      );
      bytes += stats.reduce((sum, stat) => sum + (stat?.size ?? 0), 0);
    }
  }
  return { result: { bytes, files, complete: complete && queue.length === 0 }, looked };
}

/** By code units: the same on every machine. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
