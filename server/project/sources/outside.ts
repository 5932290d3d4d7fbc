import { folderOf, isWithin, relativeTo } from '../paths.ts';
import { readLimits } from '../reader.ts';
import type { ProjectReader } from '../reader.ts';

/** How many files of one project are looked through at most. */
const maxFiles = 600;
/** What bundlers read, and their configuration. */
const readByBuilds = /\.(?:[cm]?[jt]sx?|vue|svelte|astro|mdx?|html|css|s[ac]ss|less|styl|json5?)$/;
const skipped = /(?:^|\/)(?:node_modules|dist|build|out|coverage|\.[^/]+)\/|(?:^|\/)package-lock\.json$/;
/** `'../x'`, `("../../y")`, `` `..` ``, `url(../z)`: how a file names a folder above its own. */
const upwards = /['"`(]\s*(\.\.(?:\/\.\.)*)(?=[/'"`)])/g;

/**
 * Files of a project that name something above the project's folder: a build needs more than that folder then. Undefined
 * when there are too many files to tell.
 */
export async function filesThatReachOutside(
  reader: ProjectReader,
  directory: string,
): Promise<readonly string[] | undefined> {
  const { context } = reader;
  if (directory === '') return [];
  const candidates = context.entries.filter(
    ({ type, path }) =>
      type === 'file' &&
      readByBuilds.test(path) &&
      isWithin(directory, path) &&
      !skipped.test(relativeTo(directory, path)),
  );
  if (!context.complete || candidates.length > maxFiles) return undefined;
  const found: string[] = [];
  for (const { path, size } of candidates) {
    const text = size <= readLimits.source ? await reader.quietText(path, readLimits.source) : undefined;
    if (text === undefined) return undefined;
    const folder = folderOf(relativeTo(directory, path));
    const depth = folder === '' ? 0 : folder.split('/').length;
    const levels = [...text.matchAll(upwards)].map(([, dots]) => dots!.split('/').length);
    if (levels.some((level) => level > depth)) found.push(path);
  }
  return found;
}
