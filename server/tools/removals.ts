/** What a script deletes. */
import picomatch from 'picomatch';
import type { BuildState } from '../dockerfile/model.ts';
import type { ShellCommand, ShellWord } from '../dockerfile/shell.ts';
import { baseName, parentOf, symbolicPath } from './symbolic-path.ts';

export interface Removal {
  readonly word: ShellWord;
  /** See symbolic-path.ts; may end in a pattern. */
  readonly path: string;
}

/** The files and folders that `rm` (or `unlink`, `rmdir`) names. */
export function removals(command: ShellCommand, directory: string | undefined, state: BuildState): Removal[] {
  if (command.name !== 'rm' && command.name !== 'unlink') return [];
  let options = true;
  return command.args.flatMap((word): Removal[] => {
    if (options && word.value.startsWith('-')) {
      if (word.value === '--') options = false;
      return [];
    }
    return expandBraces(word).flatMap((one) => {
      const path = symbolicPath(one, directory, state);
      return path === undefined ? [] : [{ word, path }];
    });
  });
}

/** `/tmp/{a,b}` names two paths. Nested braces stay as they are. */
function expandBraces(word: ShellWord): ShellWord[] {
  const match = /^([^{'"]*[^{'"$])?\{([^{}'"]*,[^{}'"]*)\}([^{}'"]*)$/s.exec(word.raw);
  if (!match) return [word];
  return match[2]!.split(',').map((part) => {
    const raw = (match[1] ?? '') + part + match[3]!;
    return { ...word, raw, value: raw };
  });
}

/** Is the path gone when this is removed: it is the path itself, a folder above it, or a pattern that takes it in? */
export function removes(removed: string, path: string): boolean {
  if (removed === path || removed === '/' || path.startsWith(`${removed}/`)) return true;
  if (!/[*?[]/.test(removed)) return false;
  const folder = parentOf(removed);
  if (/[*?[]/.test(folder)) return false;
  const prefix = folder === '/' ? '/' : `${folder}/`;
  if (!path.startsWith(prefix)) return false;
  const [child] = path.slice(prefix.length).split('/');
  return picomatch.isMatch(child!, baseName(removed), { dot: false, nobrace: true, noextglob: true });
}
