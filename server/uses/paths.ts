import { joinLocation } from '../location.ts';

/** The location of a path in one of these files. An absolute path leads out of the project, so it is nobody's folder here. */
export function joinPath(folder: string, path: string): string {
  return joinLocation(folder, path.replaceAll('\\', '/'));
}
