import type { Copy } from '../../dockerfile/copies.ts';

/** Does the copy write into the folder, or lay something over a folder that it is in? */
export function coversFolder({ target, sources }: Copy, folder: string): boolean {
  if (target === undefined) return false;
  const isBelow = (path: string, parent: string): boolean =>
    path === parent || parent === '/' || path.startsWith(`${parent}/`);
  if (isBelow(target, folder)) return true;
  return isBelow(folder, target) && sources.some(({ path }) => path === '.' || !path.includes('.'));
}
