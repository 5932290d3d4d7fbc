/** Where `<Import Project="…">` leads. */
import { folderOf, resolvePath } from '../paths.ts';
import type { ProjectReader } from '../reader.ts';
import { nearestAbove } from './surroundings.ts';

export type ImportTarget =
  | { readonly kind: 'file'; readonly path: string }
  /** A file that is not there, or of the SDK. */
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown' };

/** The import of a file (relative to the context) in it. */
export function resolveImport(reader: ProjectReader, importer: string, written: string): ImportTarget {
  const folder = folderOf(importer);
  const above =
    /^\$\(\[MSBuild\]::GetPathOfFileAbove\(\s*'([\w.-]+)'\s*(?:,\s*'\$\(MSBuildThisFileDirectory\)(\.\.[\\/])?'\s*)?\)\)$/.exec(
      written.trim(),
    );
  if (above) {
    const start = above[2] === undefined ? folder : folder === '' ? undefined : folderOf(folder);
    const path = start === undefined ? undefined : nearestAbove(reader, start, above[1]!);
    return path === undefined || path === importer ? { kind: 'none' } : { kind: 'file', path };
  }
  const plain = written.replace(/^\$\((?:MSBuildThisFileDirectory|MSBuildProjectDirectory)\)[\\/]?/, './');
  // Parts of the SDK and of packages are where those are.
  if (/^\$\((?:MSBuild\w*Path\w*|NuGetPackageRoot|Pkg\w+|VSToolsPath)\)/.test(plain)) return { kind: 'none' };
  const path = /[$@%*]/.test(plain) ? undefined : resolvePath(folder, plain);
  if (path === undefined) return { kind: 'unknown' };
  return reader.isFile(path) ? { kind: 'file', path } : { kind: 'none' };
}
