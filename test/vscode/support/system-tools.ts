/** Programs that come from the system: Chromium and Neovim. Installed through apt where that is possible. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { run } from './run.ts';

export type Tool =
  { readonly ok: true; readonly path: string } | { readonly ok: false; readonly reason: string };

export function findChromium(): Promise<Tool> {
  const given = process.env['CHROMIUM_PATH'];
  if (given !== undefined) return Promise.resolve({ ok: true, path: given });
  return find(['chromium', 'chromium-browser', 'google-chrome'], 'chromium');
}

export function findNeovim(): Promise<Tool> {
  return find(['nvim'], 'neovim');
}

async function find(programs: readonly string[], aptPackage: string): Promise<Tool> {
  const before = onPath(programs);
  if (before !== undefined) return { ok: true, path: before };
  const what = programs[0] ?? aptPackage;
  if (process.getuid?.() !== 0 || onPath(['apt-get']) === undefined)
    return { ok: false, reason: `${what} is not installed, and it can't be installed without root and apt` };
  await run('apt-get', ['update', '-qq']);
  const { output } = await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', aptPackage], {
    env: { DEBIAN_FRONTEND: 'noninteractive' },
  });
  const after = onPath(programs);
  return after === undefined
    ? { ok: false, reason: `apt-get could not install ${aptPackage}: ${output.slice(-300)}` }
    : { ok: true, path: after };
}

function onPath(programs: readonly string[]): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  return programs
    .flatMap((program) => folders.map((folder) => path.join(folder, program)))
    .find((file) => existsSync(file));
}
