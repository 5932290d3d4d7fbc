/** Folders on disk for tests that walk them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A new folder; remove it with `removeTree`. */
export function newTree(): string {
  return mkdtempSync(path.join(tmpdir(), 'context-'));
}

export function removeTree(root: string): void {
  rmSync(root, { recursive: true, force: true });
}

/** `folders` × `files` small files, `folders` a multiple of 20; sizes from 0 to 48 bytes. Answers with their bytes. */
export function fillTree(root: string, folders: number, files: number): number {
  let bytes = 0;
  for (let i = 0; i < folders; i += 1) {
    const folder = path.join(
      root,
      `package-${Math.floor(i / 20)}`,
      i % 5 === 0 ? 'dist' : `lib-${i % 20}`,
      `part-${i % 20}`,
    );
    mkdirSync(folder, { recursive: true });
    for (let j = 0; j < files; j += 1) {
      const size = (i * 7 + j) % 49;
      bytes += size;
      writeFileSync(
        path.join(folder, `${j % 3 === 0 ? 'notes' : 'file'}-${j}.${j % 10 === 0 ? 'log' : 'js'}`),
        'x'.repeat(size),
      );
    }
  }
  return bytes;
}
