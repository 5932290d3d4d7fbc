/** Between paths as people type and read them and the locations of the core. */
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export function toLocation(path: string, cwd: string): string {
  return pathToFileURL(resolve(cwd, path)).href;
}

/** Relative to the working folder for what is below it, else absolute; with `/`, `.` for the folder itself. */
export function displayPath(location: string, cwd: string): string {
  const path = fileURLToPath(location);
  const short = relative(cwd, path);
  const outside = short === '..' || short.startsWith(`..${sep}`) || isAbsolute(short);
  return (outside ? path : short === '' ? '.' : short).split(sep).join('/');
}
