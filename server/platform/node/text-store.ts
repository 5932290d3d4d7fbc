/** The TextStore port as one file a key in a folder. */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Logger, TextStore } from '../../ports.ts';

/** No image's facts are longer, in bytes. */
const maximumBytes = 2 * 1024 * 1024;

/** `folder`: an absolute path; it is made with the first write. */
export function createTextStore(folder: string, logger: Logger): TextStore {
  let warned = false;
  let written = 0;
  const fileOf = (key: string): string | undefined =>
    /^[A-Za-z0-9-]{1,100}$/.test(key) ? path.join(folder, `${key}.json`) : undefined;
  return {
    async read(key) {
      const file = fileOf(key);
      if (file === undefined) return undefined;
      try {
        const bytes = await readFile(file);
        return bytes.length > maximumBytes ? undefined : bytes.toString('utf8');
      } catch (error) {
        if (!isMissing(error)) warn(`${file} can't be read: ${String(error)}`);
        return undefined;
      }
    },
    async write(key, text) {
      const file = fileOf(key);
      if (file === undefined || Buffer.byteLength(text) > maximumBytes) return;
      written += 1;
      // Another process may write the same key at the same time: each makes its own file and puts it in place whole.
      const draft = `${file}.${process.pid}-${written}`;
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeFile(draft, text, { mode: 0o600 });
        await rename(draft, file);
      } catch (error) {
        warn(`${file} can't be written: ${String(error)}`);
        await rm(draft, { force: true }).catch(() => undefined);
      }
    },
  };

  /** Once: a folder that can't be written stays so, and everything works without it. */
  function warn(message: string): void {
    if (warned) return;
    warned = true;
    logger.warn(`The cache of image facts is not used: ${message}`);
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
