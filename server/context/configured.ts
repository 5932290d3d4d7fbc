/** The build context that a setting names. */
import picomatch from 'picomatch';
import { joinLocation, relativeLocation } from '../location.ts';

/**
 * The folder of the first pattern that matches the Dockerfile; undefined when none does, or when the folder would lie
 * outside of the root: settings come with a project, and a project has no say about the rest of the disk.
 */
export function configuredContext(
  contexts: Readonly<Record<string, string>>,
  dockerfile: string | undefined,
  root: string | undefined,
): string | undefined {
  const path =
    dockerfile === undefined || root === undefined ? undefined : relativeLocation(root, dockerfile);
  if (path === undefined || root === undefined) return undefined;
  const found = Object.entries(contexts).find(([pattern]) =>
    picomatch(pattern.replace(/^\.\//, ''), { dot: true })(path),
  );
  return found && insideOf(root, found[1]);
}

function insideOf(root: string, folder: string): string | undefined {
  let depth = 0;
  for (const segment of folder.replaceAll('\\', '/').split('/')) {
    if (segment === '..') depth -= 1;
    else if (segment !== '' && segment !== '.') depth += 1;
    if (depth < 0) return undefined;
  }
  return joinLocation(root, folder.replaceAll('\\', '/'));
}
