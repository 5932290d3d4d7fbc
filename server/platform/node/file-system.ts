/** The FileSystem port over node:fs for `file:` locations. Any other scheme is answered as if nothing were there. */
import { constants } from 'node:fs';
import type { Dirent, Stats } from 'node:fs';
import { lstat, open, readdir } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { EntryType, FileSystem, ReadFailure, ReadResult } from '../../ports.ts';

/** Creates the adapter. It holds no state; one instance serves the whole process. */
export function createNodeFileSystem(): FileSystem {
  return {
    async stat(location) {
      const path = toPath(location);
      if (path === undefined) return undefined;
      const stats = await lstat(path).catch(() => undefined);
      if (stats === undefined) return undefined;
      const type = typeOf(stats);
      if (type !== 'file') return { type, size: 0 };
      // Windows makes the bits up from the file's name.
      const executable = process.platform === 'win32' ? undefined : (stats.mode & 0o111) !== 0;
      return { type, size: stats.size, executable };
    },

    async readDirectory(location) {
      const path = toPath(location);
      if (path === undefined) return undefined;
      const entries = await readdir(path, { withFileTypes: true }).catch(() => undefined);
      return entries?.map((entry) => ({ name: entry.name, type: typeOf(entry) }));
    },

    async readText(location, maxBytes) {
      const path = toPath(location);
      if (path === undefined) return failure('missing');
      let handle: FileHandle | undefined;
      try {
        // Without O_NONBLOCK, opening a FIFO that nobody writes to would wait for ever. (Windows has neither.)
        handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
        return await read(handle, maxBytes);
      } catch (error) {
        return failure(reasonOf(error));
      } finally {
        // The file was only read: nothing is lost when closing it fails.
        await handle?.close().catch(() => undefined);
      }
    },
  };
}

async function read(handle: FileHandle, maxBytes: number): Promise<ReadResult> {
  const stats = await handle.stat();
  if (!stats.isFile()) return failure('not-a-file');
  if (stats.size > maxBytes) return failure('too-large');
  // The file may grow while it is read, and files in /proc say that they are empty: one byte more than allowed
  // tells the two apart.
  const limit = maxBytes + 1;
  const chunks: Buffer[] = [];
  let total = 0;
  while (total < limit) {
    const chunk = Buffer.allocUnsafe(Math.min(limit - total, Math.max(stats.size - total + 1, 4096)));
    const { bytesRead } = await handle.read(chunk, 0, chunk.length, null);
    if (bytesRead === 0) break;
    chunks.push(chunk.subarray(0, bytesRead));
    total += bytesRead;
  }
  if (total > maxBytes) return failure('too-large');
  const bytes = Buffer.concat(chunks, total);
  if (bytes.includes(0)) return failure('binary');
  // TextDecoder removes the byte order mark and turns invalid sequences into U+FFFD.
  return { ok: true, text: new TextDecoder().decode(bytes) };
}

function toPath(location: string): string | undefined {
  if (!location.startsWith('file:')) return undefined;
  try {
    return fileURLToPath(location);
  } catch {
    // A host, an encoded slash or a broken escape: no path of this machine is meant.
    return undefined;
  }
}

function typeOf(entry: Dirent | Stats): EntryType {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'directory';
  return entry.isSymbolicLink() ? 'symlink' : 'other';
}

function failure(reason: ReadFailure): ReadResult {
  return { ok: false, reason };
}

function reasonOf(error: unknown): ReadFailure {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return 'missing';
  // EISDIR: a folder on platforms that refuse to open one; ENXIO: a socket, or a device without a driver.
  return code === 'EISDIR' || code === 'ENXIO' ? 'not-a-file' : 'unreadable';
}
