/** Writes files of the user in one step: a reader sees the old text or the new one, never a half. */
import { constants } from 'node:fs';
import { access, chmod, chown, link, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FileWriter, WriteResult } from '../../cli/io.ts';

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

export const nodeFileWriter: FileWriter = {
  async replace(location, before, after) {
    try {
      const path = fileURLToPath(location);
      return before === undefined ? await create(path, after) : await overwrite(path, before, after);
    } catch (error) {
      return { ok: false, reason: error instanceof Error ? error.message : String(error) };
    }
  },
};

/** A new file; one that came into being meanwhile is left alone. */
async function create(path: string, text: string): Promise<WriteResult> {
  const temporary = await writeBeside(path, Buffer.from(text), undefined);
  try {
    // Unlike a rename, a link fails when the name is taken.
    await link(temporary, path);
    return { ok: true };
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return { ok: false, reason: 'it exists by now' };
    // No hard links here (some network and FAT file systems).
    return await createDirectly(path, text);
  } finally {
    await rm(temporary, { force: true });
  }
}

async function createDirectly(path: string, text: string): Promise<WriteResult> {
  const handle = await open(path, 'wx').catch((error: unknown) => {
    if (errorCode(error) === 'EEXIST') return undefined;
    throw error;
  });
  if (!handle) return { ok: false, reason: 'it exists by now' };
  try {
    await handle.writeFile(text);
  } finally {
    await handle.close();
  }
  return { ok: true };
}

async function overwrite(named: string, before: string, after: string): Promise<WriteResult> {
  // The file behind a link is changed; the link stays.
  const path = await realpath(named);
  // A rename would get around a write protection.
  await access(path, constants.W_OK);
  const bytes = await readFile(path);
  const problem = difference(bytes, before);
  if (problem !== undefined) return { ok: false, reason: problem };
  const mark = startsWithMark(bytes) ? byteOrderMark : Buffer.alloc(0);
  const temporary = await writeBeside(path, Buffer.concat([mark, Buffer.from(after)]), path);
  try {
    // Looked at again at the last moment: writing took time.
    if (!(await readFile(path)).equals(bytes)) return { ok: false, reason: 'it changed since it was read' };
    await rename(temporary, path);
    return { ok: true };
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Why the bytes are not the text that was read, undefined when they are. */
function difference(bytes: Buffer, text: string): string | undefined {
  const content = startsWithMark(bytes) ? bytes.subarray(byteOrderMark.length) : bytes;
  if (content.equals(Buffer.from(text))) return undefined;
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(content) === text
    ? 'it is not UTF-8, and writing it would change more than was asked for'
    : 'it changed since it was read';
}

function startsWithMark(bytes: Buffer): boolean {
  return bytes.subarray(0, byteOrderMark.length).equals(byteOrderMark);
}

/** A file with this content in the same folder, with the permissions of `model`. Returns its path. */
async function writeBeside(path: string, content: Buffer, model: string | undefined): Promise<string> {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.${Date.now().toString(36)}.tmp`);
  const handle = await open(temporary, 'wx');
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  if (model !== undefined) {
    const { mode, uid, gid } = await stat(model);
    // Only root may give files away; then the owner stays who writes.
    await chown(temporary, uid, gid).catch(() => undefined);
    await chmod(temporary, mode);
  }
  return temporary;
}

function errorCode(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
