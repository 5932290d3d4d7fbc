/** Paths of commands, compared as text where a variable's value is not known. */
import { expandWord } from '../dockerfile/expand.ts';
import type { BuildState } from '../dockerfile/model.ts';
import type { ShellWord } from '../dockerfile/shell.ts';
import { normalizePath } from '../dockerfile/state.ts';

/**
 * The path that a word names, seen from `directory`: absolute where that can be told. Variables that the Dockerfile
 * sets are substituted, others stay (`/tmp/tool-${VERSION}.tgz`), so that the same text means the same file within one
 * script. A pattern (`*.tgz`) stays too. Undefined for an empty word, and for a relative path in an unknown directory.
 */
export function symbolicPath(
  word: ShellWord,
  directory: string | undefined,
  state: BuildState,
): string | undefined {
  const { variables } = state;
  const { value } = expandWord(word.raw, (name) => variables.get(name), '\\');
  return symbolicPathOf(value, directory);
}

/** The same for text without quotes. */
export function symbolicPathOf(text: string, directory: string | undefined): string | undefined {
  const path = text.replace(/\$(\w+)/g, (_, name: string) => `\${${name}}`);
  if (path === '' || path === '-') return undefined;
  // `$(mktemp)/x` and the like: what it begins with is part of its name.
  if (path.includes('$(') || path.includes('`')) return path;
  if (path.startsWith('/')) return normalizePath(path);
  if (path.startsWith('~') || /^\$\{\w+\}(?:\/|$)/.test(path)) return path.replace(/\/+$/, '');
  return directory === undefined ? undefined : normalizePath(`${directory}/${path}`);
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The part before it: `/` for a file at the top. */
export function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}
