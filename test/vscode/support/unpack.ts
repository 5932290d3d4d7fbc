/** Unpacks a .vsix, which is a zip, as an editor would when it installs it. */
import { unzipSync } from 'fflate';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The files of a .vsix that make the extension are below this folder. */
const prefix = 'extension/';

/** @returns `folder`, which then holds package.json, dist/ … */
export async function unpackExtension(vsix: string, folder: string): Promise<string> {
  const entries = unzipSync(await readFile(vsix));
  for (const [name, contents] of Object.entries(entries)) {
    if (!name.startsWith(prefix) || name.endsWith('/')) continue;
    const target = path.join(folder, name.slice(prefix.length));
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, contents);
  }
  return folder;
}
