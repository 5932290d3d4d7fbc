import { relativeTo } from '../paths.ts';
import type { SourceFile } from './collected.ts';
import { isHealthPath } from './mounts.ts';

/** Next.js names its routes by files: `app/api/health/route.ts` with a GET function, `pages/api/health.ts`. */
export function nextRoutes(
  file: SourceFile,
  directory: string,
): readonly { readonly path: string; readonly file: string }[] {
  const relative = relativeTo(directory, file.path).replace(/^src\//, '');
  const app = /^app\/(.+)\/route\.[jt]sx?$/.exec(relative)?.[1];
  const pages = /^pages\/(api\/.+)\.[jt]sx?$/.exec(relative)?.[1];
  const hasGet = /\bexport\s+(?:async\s+)?(?:function\s+GET\b|const\s+GET\b)/.test(file.text);
  const written = app !== undefined && hasGet ? app : pages;
  if (written === undefined) return [];
  // Route groups are not part of the address.
  const path = '/' + written.split('/').filter((segment) => !/^\(.*\)$/.test(segment)).join('/'); // prettier-ignore
  return isHealthPath(path) ? [{ path, file: file.path }] : [];
}
