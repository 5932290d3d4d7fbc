/** The go command. */
import type { ShellCommand, ShellWord } from '../dockerfile/shell.ts';
import { parseOptions, type ParsedOptions } from './options.ts';

export interface GoCommand {
  readonly subcommand: string;
  readonly command: ShellCommand;
  readonly options: ParsedOptions;
  /** What follows the subcommand: packages, or `download` of `mod download`. */
  readonly operands: readonly ShellWord[];
}

const valueOptions: ReadonlySet<string> = new Set([
  '-C',
  '-o',
  '-p',
  '-asmflags',
  '-buildmode',
  '-compiler',
  '-gccgoflags',
  '-gcflags',
  '-installsuffix',
  '-ldflags',
  '-mod',
  '-modfile',
  '-overlay',
  '-pgo',
  '-pkgdir',
  '-tags',
  '-toolexec',
  '-covermode',
  '-coverpkg',
  '-coverprofile',
  '-run',
  '-skip',
  '-timeout',
  '-bench',
  '-count',
  '-exec',
  '-parallel',
  '-vet',
]);

/** Go's options are single-dash words; they are given to the option parser in its double-dash form. */
export function goCommand(command: ShellCommand): GoCommand | undefined {
  if (command.name !== 'go') return undefined;
  const args = command.args.map((word) =>
    /^-[a-zA-Z]{2,}/.test(word.value) ? { ...word, value: '-' + word.value } : word,
  );
  const names = new Set([...valueOptions].map((name) => (name.length > 2 ? '-' + name : name)));
  const options = parseOptions({ ...command, args }, names);
  const [verb, ...operands] = options.operands;
  return verb ? { subcommand: verb.value, command, options, operands } : undefined;
}

/** The value of one of go's options (`-ldflags`), undefined when it isn't given. */
export function goOption(go: GoCommand, name: string): string | undefined {
  return go.options.value(name.length > 2 ? '-' + name : name);
}
