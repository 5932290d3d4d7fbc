/** The dotnet command. https://learn.microsoft.com/dotnet/core/tools/ */
import type { ShellCommand, ShellWord } from '../dockerfile/shell.ts';

export interface DotnetCommand {
  readonly subcommand: string;
  readonly verb: ShellWord;
  readonly command: ShellCommand;
  /** Projects, solutions or folders that it works on. */
  readonly operands: readonly ShellWord[];
  readonly options: readonly DotnetOption[];
  /** The last value of one of these options; undefined when none is given. */
  value(...names: string[]): string | undefined;
  has(...names: string[]): boolean;
  /** A property given with `-p:Name=Value`; undefined when it is not. */
  property(name: string): string | undefined;
}

export interface DotnetOption {
  /** As the long form has it where there is one: `--runtime`, `-p`. */
  readonly name: string;
  readonly value: string | undefined;
  readonly words: readonly ShellWord[];
}

const valueOptions: ReadonlySet<string> = new Set([
  '-c', '--configuration', '-r', '--runtime', '-o', '--output', '-f', '--framework', '-a', '--arch', '--os', '-v', '--verbosity', '-s', '--source',
  '--packages', '--configfile', '--version-suffix', '--lock-file-path', '--project', '--artifacts-path', '--manifest', '-l', '--logger', '--filter',
  '--results-directory', '--collect', '--settings', '--launch-profile', '--disable-build-servers-timeout', '-t', '--target', '--tl',
]); // prettier-ignore

const longNames: Readonly<Record<string, string>> = {
  '-c': '--configuration',
  '-r': '--runtime',
  '-o': '--output',
  '-f': '--framework',
  '-a': '--arch',
  '-v': '--verbosity',
  '-s': '--source',
  '--property': '-p',
  '--sc': '--self-contained',
  '--ucr': '--use-current-runtime',
};

/** Undefined when it is not dotnet with a subcommand (`dotnet app.dll` runs a program). */
export function dotnetCommand(command: ShellCommand): DotnetCommand | undefined {
  if (command.name !== 'dotnet') return undefined;
  const [verb, ...rest] = command.args;
  if (!verb?.literal || verb.value.startsWith('-') || /\.(?:dll|exe)$/i.test(verb.value)) return undefined;
  const operands: ShellWord[] = [];
  const options: DotnetOption[] = [];
  const end = rest.findIndex(({ value }) => value === '--');
  const args = end < 0 ? rest : rest.slice(0, end);
  for (let i = 0; i < args.length; i++) {
    const word = args[i]!;
    const option = optionOf(word.value);
    if (!option) operands.push(word);
    else if (option.value === undefined && takesNext(option.name, args[i + 1])) {
      const value = args[++i];
      options.push({ name: named(option.name), value: value?.value, words: value ? [word, value] : [word] });
    } else options.push({ name: named(option.name), value: option.value, words: [word] });
  }
  const last = (names: readonly string[]): DotnetOption | undefined =>
    options.findLast(({ name }) => names.includes(name));
  return {
    subcommand: verb.value,
    verb,
    command,
    operands,
    options,
    value: (...names) => last(names)?.value,
    has: (...names) => last(names) !== undefined,
    property: (name) => propertyIn(options, name.toLowerCase()),
  };
}

function named(name: string): string {
  return longNames[name] ?? name;
}

/** `--name`, `--name=value`, `-p:A=B`, `/p:A=B`; undefined for what is no option. */
function optionOf(text: string): { readonly name: string; readonly value: string | undefined } | undefined {
  // MSBuild takes a slash for a dash; a path has another slash or a dot behind it.
  const slash =
    /^\/(p|property|t|target|m|maxcpucount|v|verbosity|bl|nologo|restore|nr|clp)(?::(.*))?$/i.exec(text);
  if (slash) return { name: `-${slash[1]!.toLowerCase()}`.replace('-property', '-p'), value: slash[2] };
  if (!text.startsWith('-') || text === '-') return undefined;
  const match = /^(-{1,2}[\w-]+)[:=](.*)$/s.exec(text);
  return match ? { name: match[1]!, value: match[2] } : { name: text, value: undefined };
}

function takesNext(name: string, next: ShellWord | undefined): boolean {
  if (valueOptions.has(name)) return true;
  // `-p A=B` is another way to write a property, and `--self-contained` may be on its own.
  if (name === '-p' || name === '--property') return /^[\w.]+=/.test(next?.value ?? '');
  return /^--(?:self-contained|sc)$/.test(name) && /^(?:true|false)$/i.test(next?.value ?? '');
}

function propertyIn(options: readonly DotnetOption[], name: string): string | undefined {
  for (const option of options.toReversed()) {
    if (option.name !== '-p') continue;
    for (const pair of (option.value ?? '').split(';').reverse()) {
      const equals = pair.indexOf('=');
      if (equals > 0 && pair.slice(0, equals).trim().toLowerCase() === name)
        return pair.slice(equals + 1).replace(/^"(.*)"$/, '$1');
    }
  }
  return undefined;
}
