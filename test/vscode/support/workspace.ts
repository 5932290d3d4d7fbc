/** A fresh copy of the sample project, so that no run sees what another one left. */
import { cp, rm } from 'node:fs/promises';

export async function freshWorkspace(folder: string): Promise<string> {
  await rm(folder, { recursive: true, force: true });
  await cp('test/vscode/workspace', folder, { recursive: true });
  return folder;
}
