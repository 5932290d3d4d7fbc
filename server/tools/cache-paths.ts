/** Which folders a clean-up, a mount or a variable is about. */
import type { BuildState, Instruction } from '../dockerfile/model.ts';
import { mountsOf } from '../dockerfile/mounts.ts';
import type { ShellCommand, ShellWord } from '../dockerfile/shell.ts';

/**
 * Is `directory` (absolute, or below a home folder as `~/…`) emptied when `path` is removed or mounted over? `path`
 * may end in a pattern: `/var/lib/apt/lists/*`.
 */
export function covers(path: string, directory: string): boolean {
  const plain = homeRelative(path.replace(/\/?[^/]*[*?[].*$/s, '').replace(/\/+\.?$/, ''));
  const wanted = homeRelative(directory);
  return plain === '' ? path.startsWith('/*') : wanted === plain || wanted.startsWith(plain + '/');
}

/** Every user's home folder is `~`: whose it is matters less than what it is called below. */
function homeRelative(path: string): string {
  return path.replace(/^(?:~|\$HOME|\$\{HOME\}|\/root|\/home\/[^/]+)(?=\/|$)/, '~');
}

/** Does the command delete the contents of one of the directories? What it deletes by an unknown variable counts. */
export function deletes(command: ShellCommand, directories: readonly string[], state: BuildState): boolean {
  const recursive = command.args.some(({ value }) => /^(?:-[a-zA-Z]*[rR][a-zA-Z]*|--recursive)$/.test(value));
  const finds =
    command.name === 'find' && command.args.some(({ value }) => value === '-delete' || /rm$/.test(value));
  const isRm = command.name === 'rm';
  if (!isRm && !finds) return false;
  const paths = command.args
    .filter(({ value }) => !value.startsWith('-'))
    .flatMap((word) => wordPaths(word, state));
  if (isRm && !recursive) return paths.some((path) => path !== undefined && empties(path, directories));
  return paths.some((path) => path === undefined || directories.some((directory) => covers(path, directory)));
}

/** Folders whose files lie side by side: `rm FOLDER/*_*` leaves nothing behind that has a size. */
const flat: ReadonlySet<string> = new Set(['/var/lib/apt/lists', '/var/cache/apk']);

function empties(path: string, directories: readonly string[]): boolean {
  const [, folder = ''] = /^(\/.*)\/(?:\*|\*_\*|\*\.tar\.gz|APKINDEX\*)$/.exec(path) ?? [];
  return flat.has(folder) && directories.includes(folder);
}

/** The paths a word stands for, braces expanded; undefined where a variable is all there is and is not known. */
function wordPaths(word: ShellWord, state: BuildState): (string | undefined)[] {
  const text = substitute(word.value.replace(/\$\{?HOME\}?(?=\/|$)/g, '~'), state);
  // A path below an unknown folder (`$APP_HOME/tmp`) is not a cache; an unknown word as a whole may be one.
  return /^\$\{?\w+\}?$/.test(text) ? [undefined] : expandBraces(text);
}

/** Puts in the variables that the Dockerfile sets; others stay as written. */
function substitute(text: string, state: BuildState): string {
  return text.replace(/\$(?:\{(\w+)\}|(\w+))/g, (whole, braced?: string, plain?: string) => {
    const value = state.variables.get(braced ?? plain ?? '');
    return value?.known ? value.value : whole;
  });
}

/** `/var/{lib/apt,cache}/x` → both paths. Nested braces stay as they are. */
function expandBraces(text: string): string[] {
  const match = /^([^{]*)\{([^{}]*,[^{}]*)\}(.*)$/s.exec(text);
  if (!match) return [text];
  return match[2]!.split(',').flatMap((part) => expandBraces(match[1]! + part + match[3]!));
}

/** A cache or tmpfs mount keeps one of the directories out of the layer. A mount below one counts too. */
export function isMountedOver(instruction: Instruction, directories: readonly string[]): boolean {
  return mountsOf(instruction).some(({ type, target }) => {
    if ((type !== 'cache' && type !== 'tmpfs') || target === undefined) return false;
    const path = substitute(target, instruction.state);
    return directories.some((directory) => covers(path, directory) || covers(directory, path));
  });
}
