/** The directory a command of a RUN runs in. */
import type { Instruction } from '../dockerfile/model.ts';
import { resolveWord, type ShellCommand, type ShellScript } from '../dockerfile/shell.ts';
import { normalizePath } from '../dockerfile/state.ts';

const directories = new WeakMap<ShellScript, ReadonlyMap<ShellCommand, string | undefined>>();

/**
 * Absolute image path, with an unknown WORKDIR taken as `/` (as `Copy.target` does); undefined when a `cd` before
 * it can't be followed.
 */
export function workingDirectory(
  instruction: Instruction,
  script: ShellScript,
  command: ShellCommand,
): string | undefined {
  let known = directories.get(script);
  if (!known) directories.set(script, (known = follow(instruction, script)));
  return known.get(command);
}

/** One walk over the script: a `cd` in a subshell lasts to the end of its item, any other to the end of the script. */
function follow(instruction: Instruction, script: ShellScript): Map<ShellCommand, string | undefined> {
  const found = new Map<ShellCommand, string | undefined>();
  let outer: string | undefined = instruction.state.workdir ?? '/';
  let inner: string | undefined = outer;
  let item = -1;
  for (const command of script.commands) {
    if (command.item !== item || !command.subshell) {
      item = command.item;
      inner = outer;
    }
    const current: string | undefined = command.subshell ? inner : outer;
    found.set(command, current);
    if (command.name !== 'cd' && command.name !== 'pushd' && command.name !== 'popd') continue;
    const next: string | undefined = command.conditional
      ? undefined
      : destinationOf(command, instruction, current);
    if (command.subshell) inner = next;
    else outer = next;
  }
  return found;
}

/** Where a directory command goes; undefined for `cd`, `cd -`, `popd` and what can't be resolved. */
function destinationOf(
  command: ShellCommand,
  instruction: Instruction,
  current: string | undefined,
): string | undefined {
  const target = command.args.find(({ value }) => value === '-' || !value.startsWith('-'));
  if (!target || target.value === '-' || command.name === 'popd') return undefined;
  const path = resolveWord(target, instruction.state);
  if (path === undefined || (!path.startsWith('/') && current === undefined)) return undefined;
  return resolvePath(current ?? '/', path);
}

/** `path` seen from `directory`: absolute and normalised. */
export function resolvePath(directory: string, path: string): string {
  return normalizePath(path.startsWith('/') ? path : `${directory}/${path}`);
}

/** Folders above a directory that are looked into; real paths are far shorter. */
const maximumLevels = 40;

/** The directory and those above it, nearest first: where tools look for their manifest. */
export function withFoldersAbove(directory: string): string[] {
  const folders = [directory];
  for (let folder = directory; folder !== '/' && folders.length < maximumLevels;)
    folders.push((folder = resolvePath(folder, '..')));
  return folders;
}
