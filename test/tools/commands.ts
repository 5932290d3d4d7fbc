import { parseShell, type ShellCommand } from '../../server/dockerfile/shell.ts';

/** The first command of a shell line. */
export function firstCommand(line: string): ShellCommand {
  const [command] = parseShell(line).commands;
  if (!command) throw new Error(`no command in ${line}`);
  return command;
}
