/** Writing generated files, or (with `--check`) finding those that are stale. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

export interface Put {
  /** Writes a file, relative to the repository, when its content differs; with `--check` it only says so. */
  put(file: string, content: string): Promise<void>;
  /** True when something was, or had to be, written. */
  readonly stale: boolean;
}

export function generatedFiles(check: boolean, root = process.cwd()): Put {
  let stale = false;
  return {
    get stale() {
      return stale;
    },
    async put(file, content) {
      const target = path.join(root, file);
      const current = await readFile(target, 'utf8').catch(() => undefined);
      if (current === content) return;
      stale = true;
      if (check) {
        console.error(`stale: ${file} (run npm run generate)`);
        return;
      }
      await mkdir(path.dirname(target), { recursive: true });
      await writeFile(target, content);
      console.log(`wrote ${file}`);
    },
  };
}
