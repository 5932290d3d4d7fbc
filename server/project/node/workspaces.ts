import picomatch from 'picomatch';
import { fileNameOf, folderOf, inside, isWithin, relativeTo } from '../paths.ts';
import { asStrings, field, reasonOf } from '../value.ts';
import { parseYaml } from '../yaml.ts';

export type PatternsResult =
  | { readonly ok: true; readonly patterns: readonly string[] }
  | { readonly ok: false; readonly reason: string };

/** The `packages` of pnpm-workspace.yaml. A file without them (only settings) makes no workspace. */
export function readPnpmWorkspace(text: string): PatternsResult {
  try {
    const value = parseYaml(text);
    return { ok: true, patterns: asStrings(field(value, 'packages')) };
  } catch (error) {
    return { ok: false, reason: reasonOf(error) };
  }
}

/**
 * Folders below `root` that the patterns name and that have a package.json, the root itself excluded. A pattern
 * that starts with `!` takes folders away. `manifests` are paths of package.json files.
 */
export function expandWorkspaces(
  root: string,
  patterns: readonly string[],
  manifests: readonly string[],
): readonly string[] {
  const compiled = patterns.flatMap((pattern) => {
    const negative = pattern.startsWith('!');
    const matcher = compile(negative ? pattern.slice(1) : pattern);
    return matcher === undefined ? [] : [{ negative, matcher }];
  });
  return manifests
    .filter((path) => fileNameOf(path) === 'package.json' && isWithin(root, path))
    .map((path) => folderOf(path))
    .filter((folder) => {
      if (folder === root) return false;
      const relative = relativeTo(root, folder);
      const matching = compiled.filter(({ matcher }) => matcher(relative));
      return matching.length > 0 && !matching.some(({ negative }) => negative);
    })
    .sort();
}

function compile(pattern: string): ((path: string) => boolean) | undefined {
  const plain = pattern.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '');
  if (plain === '' || plain.length > 1000) return undefined;
  try {
    return picomatch(plain, { dot: false });
  } catch {
    // An impossible pattern names no folder.
    return undefined;
  }
}

export interface WorkspaceRoot {
  readonly directory: string;
  readonly members: readonly string[];
}

/** The nearest root that has `directory` as a member. */
export function workspaceRootOf(directory: string, roots: readonly WorkspaceRoot[]): string | undefined {
  return roots
    .filter((root) => root.members.includes(directory))
    .map((root) => root.directory)
    .sort((a, b) => b.length - a.length)[0];
}

/** Where pnpm keeps its workspace patterns. */
export function pnpmWorkspaceFile(directory: string): string {
  return inside(directory, 'pnpm-workspace.yaml');
}
