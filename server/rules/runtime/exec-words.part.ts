/** A command in shell form as the words of the exec form. */
import type { ShellCommand, ShellScript, ShellWord } from '../../dockerfile/shell.ts';

/** What only a shell does though it looks like a program. */
export const builtins: ReadonlySet<string> = new Set([
  '', '.', ':', 'alias', 'bg', 'break', 'cd', 'command', 'continue', 'declare', 'dirs', 'eval', 'exec', 'exit', 'export', 'fg', 'getopts', 'hash',
  'jobs', 'let', 'local', 'popd', 'pushd', 'read', 'readonly', 'return', 'set', 'shift', 'shopt', 'source', 'times', 'trap', 'type', 'typeset',
  'ulimit', 'umask', 'unalias', 'unset', 'wait',
]); // prettier-ignore

/** The words when one plain program is started with words that the shell would not change. */
export function plainWords({ commands, items, errors }: ShellScript): readonly string[] | undefined {
  const [command] = commands;
  if (errors.length > 0 || !command || items.length !== 1 || !items[0]!.simple) return undefined;
  // `sh -c "…"` in shell form has further commands inside.
  if (commands.length > 1 && !/^(?:ba|a|da)?sh$/.test(command.name)) return undefined;
  return commandWords(command);
}

/** The words of one command that needs nothing of a shell. */
export function commandWords(command: ShellCommand): readonly string[] | undefined {
  if (!command.exact || command.assignments.length > 0 || command.redirects.length > 0) return undefined;
  if (command.wrappers.some((wrapper) => wrapper !== 'exec') || builtins.has(command.name)) return undefined;
  return command.words.every(isPlain) ? command.words.map(({ value }) => value) : undefined;
}

function isPlain({ literal, raw }: ShellWord): boolean {
  return literal && (/^(['"]).*\1$/s.test(raw) || !/[~{}]|\$/.test(raw));
}
