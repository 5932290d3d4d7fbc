/** Deno. https://docs.deno.com/runtime/reference/cli/ */
import type { ShellCommand, ShellWord } from '../dockerfile/shell.ts';
import { parseOptions, type ParsedOptions } from './options.ts';

export interface DenoCommand {
  readonly subcommand: string;
  readonly verb: ShellWord;
  readonly command: ShellCommand;
  readonly options: ParsedOptions;
  /** Modules, packages or a task's name. */
  readonly operands: readonly ShellWord[];
}

/** Options whose value is the next word. That of others is attached: `--lock=deno.lock`, `--allow-net=example.org`. */
export const denoValueOptions: ReadonlySet<string> = new Set([
  '-c', '--config', '--import-map', '-o', '--output', '--target', '--cwd', '--root', '-n', '--name', '--cert',
  '--location', '--seed', '--v8-flags', '--filter', '--ext', '--include', '--exclude', '--icon', '--arch', '--os',
  '--port', '--host', '--preload', '-L', '--log-level',
]); // prettier-ignore

/** Undefined when it is not deno, or no subcommand is named. */
export function denoCommand(command: ShellCommand): DenoCommand | undefined {
  if (command.name !== 'deno') return undefined;
  const options = parseOptions(command, denoValueOptions);
  const [verb, ...operands] = options.operands;
  return verb?.literal
    ? { subcommand: shortNames[verb.value] ?? verb.value, verb, command, options, operands }
    : undefined;
}

const shortNames: Readonly<Record<string, string>> = { i: 'install' };
