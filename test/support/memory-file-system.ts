/** An in-memory FileSystem for tests: a record of paths, no disk. */
import { joinLocation, parentLocation, relativeLocation } from '../../server/location.ts';
import type { DirectoryEntry, FileStat, FileSystem, ReadResult } from '../../server/ports.ts';

/** What stands at a path. A path that ends in `/` is an empty folder, whatever its value. */
export type MemoryEntry =
  /** A file with this text. */
  | string
  /** The same, on a file system that tells whether it may be run. */
  | { readonly text: string; readonly executable: boolean }
  /** A file of so many bytes whose content is not text (reads as `binary`). */
  | { readonly size: number }
  /** A symbolic link, relative to its folder. Only `readText` follows it. */
  | { readonly symlink: string }
  /** A file, or with `unreadable: 'directory'` a folder, that is listed but can't be read. */
  | { readonly unreadable: true | 'directory' }
  /** Neither file nor folder nor link: a socket, a FIFO. */
  | { readonly other: true };

export type MemoryTree = Readonly<Record<string, MemoryEntry>>;

export interface MemoryFileSystem extends FileSystem {
  /** Location of the root folder, `file:///project` unless told otherwise. */
  readonly root: string;
  /** Location of a path below the root. */
  locate(path: string): string;
  /** Adds or replaces an entry. */
  write(path: string, entry: MemoryEntry): void;
  /** Removes an entry and all below it. */
  remove(path: string): void;
  /** Paths of the folders that were listed and the files that were read, in order. */
  readonly accessed: readonly string[];
}

type Node =
  | { readonly kind: 'directory'; readonly readable: boolean; readonly children: Map<string, Node> }
  | { readonly kind: 'leaf'; readonly entry: MemoryEntry };

const encoder = new TextEncoder();
const byteOrderMark = '\uFEFF';

/** Creates the file system from a tree of paths relative to its root; folders come into being by themselves. */
export function createMemoryFileSystem(tree: MemoryTree = {}, root = 'file:///project'): MemoryFileSystem {
  const top: Node = newDirectory(true);
  const accessed: string[] = [];

  function write(path: string, entry: MemoryEntry): void {
    const segments = path.split('/').filter((segment) => segment !== '');
    let folder = top;
    segments.forEach((segment, i) => {
      if (folder.kind !== 'directory') throw new Error(`${path}: a parent is not a folder`);
      const isLast = i === segments.length - 1;
      const existing = folder.children.get(segment);
      if (isLast && !path.endsWith('/') && !isFolderEntry(entry)) {
        folder.children.set(segment, { kind: 'leaf', entry });
      } else {
        const next =
          existing?.kind === 'directory' ? existing : newDirectory(!(isLast && isFolderEntry(entry)));
        folder.children.set(segment, next);
        folder = next;
      }
    });
  }

  function find(location: string): Node | undefined {
    const path = relativeLocation(root, location);
    if (path === undefined) return undefined;
    let node: Node = top;
    for (const segment of path.split('/').filter((part) => part !== '')) {
      const next: Node | undefined =
        node.kind === 'directory' && node.readable ? node.children.get(segment) : undefined;
      if (next === undefined) return undefined;
      node = next;
    }
    return node;
  }

  for (const [path, entry] of Object.entries(tree)) write(path, entry);

  return {
    root,
    accessed,
    locate: (path) => joinLocation(root, path),
    write,
    remove(path) {
      const slash = path.lastIndexOf('/');
      const parent = find(joinLocation(root, path.slice(0, Math.max(slash, 0))));
      if (parent?.kind === 'directory') parent.children.delete(path.slice(slash + 1));
    },
    stat(location): Promise<FileStat | undefined> {
      const node = find(location);
      if (node === undefined) return Promise.resolve(undefined);
      const stat = { type: typeOf(node), size: sizeOf(node) };
      const tells = node.kind === 'leaf' && typeof node.entry === 'object' && 'executable' in node.entry;
      return Promise.resolve(tells ? { ...stat, executable: node.entry.executable } : stat);
    },
    readDirectory(location): Promise<readonly DirectoryEntry[] | undefined> {
      const node = find(location);
      if (node?.kind !== 'directory' || !node.readable) return Promise.resolve(undefined);
      accessed.push(relativeLocation(root, location) ?? location);
      return Promise.resolve([...node.children].map(([name, child]) => ({ name, type: typeOf(child) })));
    },
    readText(location, maxBytes): Promise<ReadResult> {
      let node = find(location);
      let place = location;
      for (
        let hops = 0;
        node?.kind === 'leaf' && typeof node.entry === 'object' && 'symlink' in node.entry;
        hops += 1
      ) {
        if (hops > 8) return Promise.resolve({ ok: false, reason: 'unreadable' });
        place = joinLocation(parentLocation(place) ?? root, node.entry.symlink);
        node = find(place);
      }
      if (node === undefined) return Promise.resolve({ ok: false, reason: 'missing' });
      accessed.push(relativeLocation(root, location) ?? location);
      return Promise.resolve(read(node, maxBytes));
    },
  };
}

function newDirectory(readable: boolean): Node {
  return { kind: 'directory', readable, children: new Map() };
}

function isFolderEntry(entry: MemoryEntry): boolean {
  return typeof entry === 'object' && 'unreadable' in entry && entry.unreadable === 'directory';
}

function typeOf(node: Node): FileStat['type'] {
  if (node.kind === 'directory') return 'directory';
  if (typeof node.entry === 'string') return 'file';
  if ('symlink' in node.entry) return 'symlink';
  return 'other' in node.entry ? 'other' : 'file';
}

function sizeOf(node: Node): number {
  if (node.kind === 'directory') return 0;
  const text = textOf(node.entry);
  if (text !== undefined) return encoder.encode(text).length;
  return typeof node.entry === 'object' && 'size' in node.entry ? node.entry.size : 0;
}

function textOf(entry: MemoryEntry): string | undefined {
  if (typeof entry === 'string') return entry;
  return 'text' in entry ? entry.text : undefined;
}

function read(node: Node, maxBytes: number): ReadResult {
  if (typeOf(node) !== 'file' || node.kind !== 'leaf') return { ok: false, reason: 'not-a-file' };
  const { entry } = node;
  if (typeof entry === 'object' && 'unreadable' in entry) return { ok: false, reason: 'unreadable' };
  if (sizeOf(node) > maxBytes) return { ok: false, reason: 'too-large' };
  const text = textOf(entry);
  if (text === undefined || text.includes('\0')) return { ok: false, reason: 'binary' };
  return { ok: true, text: text.startsWith(byteOrderMark) ? text.slice(1) : text };
}
