/** `deno run`, `deno serve` and `deno task` as a container starts them. https://docs.deno.com/runtime/reference/cli/ */
import type { ShellWord } from '../dockerfile/shell.ts';
import { denoValueOptions } from './deno.ts';

export interface DenoRun {
  /** `run` where none is named: `deno main.ts`. */
  readonly subcommand: string;
  /** Deno's own, with their values; what stands behind the module is the program's. */
  readonly options: readonly ShellWord[];
  /** The module or the task. */
  readonly target: ShellWord | undefined;
}

/** What the entrypoint of the images gives to deno (denoland/deno_docker, _entry.sh), and `ci`, which is newer. */
export const denoSubcommands: ReadonlySet<string> = new Set([
  'add', 'bench', 'bundle', 'cache', 'check', 'ci', 'compile', 'completions', 'coverage', 'doc', 'eval', 'fmt', 'help', 'init', 'info', 'install', 'jupyter', 'lint', 'lsp',
  'publish', 'remove', 'repl', 'run', 'serve', 'task', 'test', 'types', 'uninstall', 'upgrade', 'vendor',
]); // prettier-ignore

/** The words behind `deno`; undefined when they name nothing to run. */
export function readDenoRun(words: readonly ShellWord[]): DenoRun | undefined {
  const options: ShellWord[] = [];
  let subcommand: string | undefined;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word.value.startsWith('-') && word.value !== '-') {
      options.push(word);
      if (denoValueOptions.has(word.value) && words[i + 1]) options.push(words[++i]!);
    } else if (subcommand === undefined && word.literal && denoSubcommands.has(word.value))
      subcommand = word.value;
    else return { subcommand: subcommand ?? 'run', options, target: word };
  }
  return subcommand === undefined ? undefined : { subcommand, options, target: undefined };
}

type Permission = 'read' | 'write' | 'run' | 'ffi' | 'net' | 'env' | 'sys';

const letters: Readonly<Record<string, Permission>> = { R: 'read', W: 'write', N: 'net', E: 'env', S: 'sys' };

/**
 * May the program do it? Without a terminal what is not allowed is denied (docs.deno.com/runtime/fundamentals/security). A set
 * of permissions from the configuration (`-P`) counts as all of them, and so does a subset by its values as the whole.
 */
export function isAllowed({ options }: DenoRun, permission: Permission): boolean {
  const words = options.map(({ value }) => value);
  if (words.includes(`--deny-${permission}`)) return false;
  return words.some((word) => {
    if (/^--(?:allow-all|permission-set)(?:=|$)/.test(word)) return true;
    if (word === `--allow-${permission}` || word.startsWith(`--allow-${permission}=`)) return true;
    if (!/^-[A-Za-z]/.test(word)) return false;
    const own = [...word.slice(1).replace(/=.*$/, '')];
    return own.some((letter) => letter === 'A' || letter === 'P' || letters[letter] === permission);
  });
}

export function hasOption({ options }: DenoRun, ...names: readonly string[]): boolean {
  return options.some(({ value }) => names.some((name) => value === name || value.startsWith(`${name}=`)));
}
