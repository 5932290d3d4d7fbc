/** Between paths as people type and read them and the locations of the core. */
import { isAbsolute, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export function toLocation(path: string, cwd: string): string {
  return pathToFileURL(resolve(cwd, path)).href;
}

/** Relative to the working folder where that is possible, with `/`; `.` for the folder itself. */
export function displayPath(location: string, cwd: string): string {
  const path = fileURLToPath(location);
  const short = relative(cwd, path);
  // Another drive of Windows has no relative path.
  const shown = isAbsolute(short) ? path : short === '' ? '.' : short;
  return shown.replaceAll('\\', process.platform === 'win32' ? '/' : '\\');
}
