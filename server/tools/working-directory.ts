/** The directory a command of a RUN runs in. */
import type { Instruction } from '../dockerfile/model.ts';
import { resolveWord, type ShellCommand, type ShellScript } from '../dockerfile/shell.ts';
import { normalizePath } from '../dockerfile/state.ts';

/**
 * Absolute image path, with an unknown WORKDIR taken as `/` (as `Copy.target` does); undefined when a `cd` before
 * it can't be followed.
 */
export function workingDirectory(
  instruction: Instruction,
  script: ShellScript,
  command: ShellCommand,
): string | undefined {
  let current: string | undefined = instruction.state.workdir ?? '/';
  for (const earlier of script.commands) {
    if (earlier === command) break;
    if (earlier.name !== 'cd' && earlier.name !== 'pushd') continue;
    // A `cd` in another subshell does not reach us; one in ours does.
    if (earlier.subshell && !(command.subshell && earlier.item === command.item)) continue;
    const target = earlier.args.find((word) => word.value !== '--');
    const path = target ? resolveWord(target, instruction.state) : undefined;
    if (path === undefined || earlier.conditional) return undefined;
    current = resolvePath(current, path);
  }
  return current;
}

/** `path` seen from `directory`: absolute and normalised. */
export function resolvePath(directory: string, path: string): string {
  return normalizePath(path.startsWith('/') ? path : `${directory}/${path}`);
}
