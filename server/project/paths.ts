/** Paths relative to the context: `/` between segments, '' for the context itself, never a leading or trailing one. */

/**
 * `relative` seen from the folder `directory`, normalised. Undefined when it leaves the context, is absolute or
 * has a drive letter.
 */
export function resolvePath(directory: string, relative: string): string | undefined {
  const slashed = relative.replaceAll('\\', '/');
  if (slashed.startsWith('/') || /^[a-z]:/i.test(slashed)) return undefined;
  const result: string[] = directory === '' ? [] : directory.split('/');
  for (const segment of slashed.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') result.push(segment);
    else if (result.pop() === undefined) return undefined;
  }
  return result.join('/');
}

/** `name` inside `directory`, both already normalised. */
export function inside(directory: string, name: string): string {
  if (directory === '') return name;
  return name === '' ? directory : `${directory}/${name}`;
}

export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

export function fileNameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Is `path` the folder itself or below it? */
export function isWithin(directory: string, path: string): boolean {
  return directory === '' || path === directory || path.startsWith(directory + '/');
}

/** `path` as seen from `directory`, which holds it. */
export function relativeTo(directory: string, path: string): string {
  return directory === '' ? path : path.slice(directory.length + 1);
}

/** Number of folders a path lies in. */
export function depthOf(path: string): number {
  return path === '' ? 0 : path.split('/').length;
}
