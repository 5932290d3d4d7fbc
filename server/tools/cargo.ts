/** Cargo. https://doc.rust-lang.org/cargo/commands/ */
import type { ShellCommand, ShellWord } from '../dockerfile/shell.ts';
import { parseOptions, type ParsedOptions } from './options.ts';

export interface CargoCommand {
  /** With short names written out: `build` for `b`. */
  readonly subcommand: string;
  readonly verb: ShellWord;
  readonly command: ShellCommand;
  readonly options: ParsedOptions;
  /** What follows the subcommand, without what is meant for the program that it runs. */
  readonly operands: readonly ShellWord[];
}

const valueOptions: ReadonlySet<string> = new Set([
  '-p', '--package', '--exclude', '--bin', '--example', '--test', '--bench', '-F', '--features', '--target', '--profile', '--target-dir',
  '--manifest-path', '-j', '--jobs', '--color', '--message-format', '--config', '-Z', '-C', '--path', '--root', '--git', '--branch', '--tag', '--rev',
  '--version', '--vers', '--registry', '--index', '--recipe-path', '--lockfile-path', '--artifact-dir', '--out-dir', '--precise',
]); // prettier-ignore

const shortNames: Readonly<Record<string, string>> = {
  b: 'build',
  c: 'check',
  d: 'doc',
  r: 'run',
  t: 'test',
};

/** Undefined when it is not cargo, or no subcommand is named. */
export function cargoCommand(command: ShellCommand): CargoCommand | undefined {
  if (command.name !== 'cargo') return undefined;
  const end = command.args.findIndex(({ value }) => value === '--');
  // `+nightly` chooses a toolchain.
  const args = (end < 0 ? command.args : command.args.slice(0, end)).filter(
    (word) => !word.value.startsWith('+'),
  );
  const options = parseOptions({ args }, valueOptions);
  const [verb, ...operands] = options.operands;
  if (!verb?.literal) return undefined;
  return { subcommand: shortNames[verb.value] ?? verb.value, verb, command, options, operands };
}

/** The folder of results below target/ that a build writes. */
export function cargoProfile({ options }: CargoCommand): string {
  if (options.has('--release', '-r')) return 'release';
  const profile = options.value('--profile') ?? 'dev';
  return profile === 'dev' || profile === 'test' ? 'debug' : profile === 'bench' ? 'release' : profile;
}
