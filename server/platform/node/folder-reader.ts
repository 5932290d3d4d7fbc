/** Reads folders for the walk of a context, synchronously: asking for each file costs more than the answer. */
import { lstatSync, readdirSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { sep } from 'node:path';
import type { SyncReader } from '../../context/walk/drive.ts';
import type { ReadStatus, Visit } from '../../context/walk/tree.ts';
import type { EntryType } from '../../ports.ts';

/** A path of this machine; bytes where a name in it is not UTF-8, which only the bytes can name. */
export type FolderPath = string | Buffer;

const replacement = '\uFFFD';
const separator = Buffer.from(sep);

export const folderReader: SyncReader<FolderPath> = {
  read: ({ handle, visit }) => readFolder(handle, visit),
};

export function readFolder(folder: FolderPath, visit: Visit<FolderPath>): ReadStatus {
  if (typeof folder !== 'string') return readBytes(folder, visit);
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    return statusOf(error);
  }
  if (entries.some(({ name }) => name.includes(replacement))) return readBytes(Buffer.from(folder), visit);
  const prefix = withSeparator(folder);
  for (const entry of entries) {
    const { name } = entry;
    if (entry.isFile()) visit(name, 'file', sizeOf(prefix + name), undefined);
    else if (entry.isDirectory()) visit(name, 'directory', 0, prefix + name);
    else visit(name, typeOf(entry), 0, undefined);
  }
  return 'read';
}

/** What stands before the names of a folder's entries. */
export function withSeparator(folder: string): string {
  return folder.endsWith(sep) ? folder : folder + sep;
}

function readBytes(folder: Buffer, visit: Visit<FolderPath>): ReadStatus {
  let entries: Dirent<Buffer>[];
  try {
    entries = readdirSync(folder, { withFileTypes: true, encoding: 'buffer' });
  } catch (error) {
    return statusOf(error);
  }
  for (const entry of entries) {
    const path = Buffer.concat([folder, separator, entry.name]);
    const name = entry.name.toString();
    const type = typeOf(entry);
    visit(name, type, type === 'file' ? sizeOf(path) : 0, type === 'directory' ? path : undefined);
  }
  return 'read';
}

function sizeOf(path: FolderPath): number | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.size;
  } catch {
    // It may be listed and not looked at (a folder without the right to search it), or became a part of another's path.
    return undefined;
  }
}

function typeOf(entry: Dirent | Dirent<Buffer>): EntryType {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'directory';
  return entry.isSymbolicLink() ? 'symlink' : 'other';
}

function statusOf(error: unknown): ReadStatus {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  // Gone, or a file by now. A path that is too long for the system is there, and can't be read.
  return code === 'ENOENT' || code === 'ENOTDIR' ? 'missing' : 'unreadable';
}
