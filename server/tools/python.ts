/** pip and its kin: what they install. */
import type { ShellCommand, ShellWord } from '../dockerfile/shell.ts';
import { parseOptions, type ParsedOptions } from './options.ts';

export interface PipInstall {
  readonly tool: 'pip' | 'uv pip';
  readonly command: ShellCommand;
  /** Files given with -r. */
  readonly requirements: readonly ShellWord[];
  /** Package names or paths given as operands. */
  readonly packages: readonly ShellWord[];
  /** `.`, `-e .`, a path: the install needs the sources. */
  readonly local: boolean;
  readonly noCache: boolean;
  readonly user: boolean;
  readonly options: ParsedOptions;
}

const pipValueOptions: ReadonlySet<string> = new Set([
  '-r', '--requirement', '-c', '--constraint', '-e', '--editable', '-t', '--target', '-i', '--index-url', '--extra-index-url', '-f', '--find-links',
  '--trusted-host', '--prefix', '--root', '--cache-dir', '--timeout', '--retries', '--proxy', '--python', '--src', '--platform', '--python-version',
  '--no-binary', '--only-binary', '--progress-bar', '--log', '--upgrade-strategy', '--abi', '--implementation', '--config-settings', '--config-setting',
  '--global-option', '--install-option', '--report', '--root-user-action', '--exists-action', '--cert', '--client-cert', '--use-feature', '--use-deprecated',
  '--keyring-provider', '--group', '--build-constraint', '--index', '--default-index', '--index-strategy', '--link-mode', '--resolution', '--prerelease',
  '--exclude-newer', '--extra', '--directory', '--project', '--config-file', '--torch-backend', '-b', '--build', '-p', '--override', '--excludes',
]); // prettier-ignore

/** Undefined when the command is not `pip install` (nor `python -m pip install`, `uv pip install`). */
export function pipInstall(command: ShellCommand): PipInstall | undefined {
  const pip = pipArguments(command);
  if (!pip) return undefined;
  const options = parseOptions({ ...command, args: pip.args }, pipValueOptions);
  const [verb, ...packages] = options.operands;
  if (verb?.value !== 'install') return undefined;
  const requirements = optionValues(options, '-r', '--requirement');
  const editable = optionValues(options, '-e', '--editable');
  return {
    tool: pip.tool,
    command,
    requirements,
    packages,
    local: [...editable, ...packages].some((word) => /^\.{1,2}(?:$|[/[])|^\/|^file:/.test(word.value)),
    noCache: options.has('--no-cache-dir', '--no-cache'),
    user: options.has('--user'),
    options,
  };
}

/** Value words of an option, written apart or in one (`-rfile`: then the whole word). */
function optionValues(options: ParsedOptions, ...names: string[]): ShellWord[] {
  const words = options.words(...names);
  return words.flatMap((word, i) => {
    if (names.includes(word.value)) return [];
    if (names.includes(words[i - 1]?.value ?? '')) return [word];
    const value = word.value.replace(/^(?:--[a-z]+=|-[a-z])/, '');
    return [{ ...word, value }];
  });
}

function pipArguments(
  command: ShellCommand,
): { tool: PipInstall['tool']; args: readonly ShellWord[] } | undefined {
  const { name, args } = command;
  if (/^pip[23]?(?:\.\d+)?$/.test(name)) return { tool: 'pip', args };
  if (name === 'uv' && args[0]?.value === 'pip') return { tool: 'uv pip', args: args.slice(1) };
  if (/^python[23]?(?:\.\d+)?$/.test(name)) {
    const module = args.findIndex((word) => word.value === '-m');
    if (module >= 0 && args[module + 1]?.value === 'pip')
      return { tool: 'pip', args: args.slice(module + 2) };
  }
  return undefined;
}
