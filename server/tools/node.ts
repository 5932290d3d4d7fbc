/** npm, pnpm, yarn and bun command lines: what they do. Sources: each tool's own CLI documentation. */
import type { ShellCommand, ShellWord } from '../dockerfile/shell.ts';
import { parseOptions, type ParsedOptions } from './options.ts';

export type NodeTool = 'npm' | 'pnpm' | 'yarn' | 'bun';

export type NodeCommand =
  | NodeInstall
  | { readonly kind: 'run'; readonly tool: NodeTool; readonly script: string; readonly command: ShellCommand; readonly directory: string | undefined; readonly filtered: boolean }
  | { readonly kind: 'prune'; readonly tool: NodeTool; readonly production: boolean; readonly command: ShellCommand }
  | { readonly kind: 'cache-clean'; readonly tool: NodeTool; readonly command: ShellCommand }
  | { readonly kind: 'other'; readonly tool: NodeTool; readonly subcommand: string; readonly command: ShellCommand }; // prettier-ignore

/** Installs the dependencies of a manifest (no package names, not global). */
export interface NodeInstall {
  readonly kind: 'install';
  readonly tool: NodeTool;
  readonly command: ShellCommand;
  /** The subcommand's word (`install`, `i`, `ci`); undefined for a bare `yarn`. */
  readonly verb: ShellWord | undefined;
  /** `npm ci`, `--frozen-lockfile`, `--immutable`: fails when lockfile and manifest differ. */
  readonly frozen: boolean;
  /** Explicitly does without the lockfile (`--no-frozen-lockfile`, `--no-lockfile`, `--no-package-lock`). */
  readonly ignoresLockfile: boolean;
  /** Leaves development dependencies out by an option of its own. */
  readonly omitsDev: boolean;
  /** Installs development dependencies by an explicit option, whatever NODE_ENV says. */
  readonly includesDev: boolean;
  readonly ignoresScripts: boolean;
  /** --prefix, --cwd, -C, --dir: another folder than the current one, as written. */
  readonly directory: string | undefined;
  /** --filter, --workspace, -w: a part of a workspace. */
  readonly filtered: boolean;
  readonly options: ParsedOptions;
}

const common = [
  '--registry', '--cache', '--loglevel', '--userconfig', '--reporter', '--cpu', '--os', '--libc', '--script-shell', '--node-options', '--tag',
]; // prettier-ignore

/** Options whose value may be the next word. `--production` takes `=false` in one word only. */
const valueOptions: Readonly<Record<NodeTool, ReadonlySet<string>>> = {
  npm: new Set([
    ...common, '--prefix', '-C', '--workspace', '-w', '--omit', '--include', '--only', '--also', '--maxsockets', '--fetch-retries',
    '--fetch-timeout', '--fetch-retry-mintimeout', '--fetch-retry-maxtimeout', '--install-strategy', '--location', '--before', '--arch', '--target_arch',
  ]),
  pnpm: new Set([
    ...common, '--dir', '-C', '--filter', '-F', '--filter-prod', '--store-dir', '--virtual-store-dir', '--modules-dir', '--lockfile-dir', '--cache-dir',
    '--network-concurrency', '--child-concurrency', '--workspace-concurrency', '--package-import-method', '--node-linker', '--test-pattern',
  ]),
  yarn: new Set([
    ...common, '--cwd', '--cache-folder', '--modules-folder', '--network-timeout', '--network-concurrency', '--mutex', '--use-yarnrc',
    '--global-folder', '--link-folder', '--preferred-cache-folder', '--mode', '--include', '--exclude', '--from', '--jobs', '-j',
  ]),
  bun: new Set([
    ...common, '--cwd', '--filter', '-F', '--omit', '--backend', '--cache-dir', '--network-concurrency', '--concurrent-scripts', '--linker', '-c', '--config',
  ]),
}; // prettier-ignore

const npmInstall = new Set([
  'install', 'add', 'i', 'in', 'ins', 'inst', 'insta', 'instal', 'isnt', 'isnta', 'isntal', 'isntall', 'install-test', 'it',
]); // prettier-ignore
const npmCi = new Set([
  'ci', 'clean-install', 'ic', 'install-clean', 'isntall-clean', 'cit', 'install-ci-test', 'clean-install-test', 'sit',
]); // prettier-ignore
const runVerbs = new Set(['run', 'run-script', 'rum', 'urn']);
const npmScripts = new Set(['start', 'stop', 'test', 'restart', 't', 'tst']);

/** Undefined when the command is none of these tools, or its subcommand can't be told. */
export function nodeCommand(command: ShellCommand): NodeCommand | undefined {
  const before = known.get(command);
  if (before !== undefined) return before ?? undefined;
  const read = readNodeCommand(command);
  known.set(command, read ?? null);
  return read;
}

const known = new WeakMap<ShellCommand, NodeCommand | null>();

function readNodeCommand(outer: ShellCommand): NodeCommand | undefined {
  const command = packageManagerOf(outer);
  const tool = command && toolNamed(command.name);
  if (!tool) return undefined;
  const options = parseOptions(command, valueOptions[tool]);
  const [verb, ...operands] = options.operands;
  if (verb && !verb.literal) return undefined;
  const subcommand = verb?.value ?? '';
  const other: NodeCommand = { kind: 'other', tool, subcommand, command };
  const isGlobal = options.has('-g', '--global') || options.value('--location') === 'global';
  if (isGlobal || options.has('--version', '-v', '--help', '-h')) return other;
  if (isInstall(tool, subcommand, operands)) return readInstall(tool, command, verb, options);
  const run = scriptOf(tool, subcommand, operands);
  if (run)
    return {
      kind: 'run',
      tool,
      script: run.script,
      command,
      directory: directoryOf(options),
      filtered: run.filtered || isFiltered(tool, options),
    };
  if (subcommand === 'prune') return { kind: 'prune', tool, command, production: omitsDev(tool, options) };
  return cleansCache(tool, subcommand, operands) ? { kind: 'cache-clean', tool, command } : other;
}

/** The command itself, or the package manager that `corepack`, `npx` or `bunx` runs: its words begin with the tool's. */
function packageManagerOf(command: ShellCommand): ShellCommand | undefined {
  if (toolNamed(command.name)) return command;
  if (command.name !== 'corepack' && command.name !== 'npx' && command.name !== 'bunx') return undefined;
  const at = command.words.findIndex(({ value }, i) => i > 0 && !value.startsWith('-'));
  // `npx pnpm@9 install` runs a version of its own.
  const name = toolNamed(command.words[at]?.value.replace(/(?<=.)@.*$/, '') ?? '');
  if (!name) return undefined;
  const words = command.words.slice(at);
  return { ...command, name, words, args: words.slice(1), wrappers: [...command.wrappers, command.name] };
}

function toolNamed(name: string): NodeTool | undefined {
  if (name === 'npm' || name === 'pnpm' || name === 'yarn' || name === 'bun') return name;
  return name === 'yarnpkg' ? 'yarn' : undefined;
}

function isInstall(tool: NodeTool, subcommand: string, operands: readonly ShellWord[]): boolean {
  // A clean install takes no packages: what follows is a variable with options.
  if (npmCi.has(subcommand) && (tool === 'npm' || (tool === 'bun' && subcommand === 'ci'))) return true;
  if (operands.length > 0) return false;
  if (tool === 'npm') return npmInstall.has(subcommand);
  if (tool === 'yarn') return subcommand === '' || subcommand === 'install';
  return subcommand === 'install' || subcommand === 'i';
}

/** `npm cache clean`, `yarn cache clean`, `pnpm store prune`, `bun pm cache rm`. */
function cleansCache(tool: NodeTool, subcommand: string, operands: readonly ShellWord[]): boolean {
  const [first, second] = operands.map(({ value }) => value);
  if (tool === 'bun') return subcommand === 'pm' && first === 'cache' && second === 'rm';
  if (tool === 'pnpm') return subcommand === 'store' && first === 'prune';
  return (
    subcommand === 'cache' && (first === 'clean' || (tool === 'npm' && /^(?:clear|rm)$/.test(first ?? '')))
  );
}

function readInstall(
  tool: NodeTool,
  command: ShellCommand,
  verb: ShellWord | undefined,
  options: ParsedOptions,
): NodeInstall {
  const ci = npmCi.has(verb?.value ?? '');
  const isTrue = (name: string): boolean => options.has(name) && options.value(name) !== 'false';
  return {
    kind: 'install',
    tool,
    command,
    verb,
    frozen:
      (tool === 'npm' || tool === 'bun') && ci ? true : isTrue('--frozen-lockfile') || isTrue('--immutable'),
    ignoresLockfile:
      options.has('--no-frozen-lockfile', '--no-lockfile', '--no-package-lock', '--no-immutable') ||
      options.value('--frozen-lockfile') === 'false' ||
      options.value('--package-lock') === 'false',
    omitsDev: omitsDev(tool, options),
    includesDev:
      listed(options, '--include', 'dev') ||
      options.value('--production') === 'false' ||
      options.value('--only') === 'dev' ||
      options.value('--prod') === 'false' ||
      (tool === 'pnpm' && options.has('--dev', '-D')),
    ignoresScripts: isTrue('--ignore-scripts') || options.value('--mode') === 'skip-build',
    directory: directoryOf(options),
    filtered: isFiltered(tool, options),
    options,
  };
}

/** `--omit=dev` and everything older that means the same. An explicit `--include=dev` wins over it. */
function omitsDev(tool: NodeTool, options: ParsedOptions): boolean {
  if (listed(options, '--include', 'dev')) return false;
  if ((tool === 'npm' || tool === 'bun') && listed(options, '--omit', 'dev')) return true;
  // `--only=production=false` was meant to keep them; npm reads any other value as "not production".
  if (tool === 'npm' && /^prod(?:uction)?$/.test(options.value('--only') ?? '')) return true;
  const names = ['--production', '--prod', ...(tool === 'pnpm' ? ['-P'] : tool === 'bun' ? ['-p'] : [])];
  return names.some((name) => options.has(name) && options.value(name) !== 'false');
}

/** Is the item in one of the option's values? They may be given several times and as lists. */
function listed(options: ParsedOptions, name: string, item: string): boolean {
  return options.values(name).some((value) => value.split(',').includes(item));
}

function directoryOf(options: ParsedOptions): string | undefined {
  return options.value('--prefix', '--cwd', '--dir', '-C');
}

/** pnpm's `-w` is the root of the workspace, not a part of it. */
function isFiltered(tool: NodeTool, options: ParsedOptions): boolean {
  return tool === 'npm' ? options.has('--workspace', '-w') : options.has('--filter', '-F', '--filter-prod');
}

function scriptOf(
  tool: NodeTool,
  subcommand: string,
  operands: readonly ShellWord[],
): { script: string; filtered: boolean } | undefined {
  const named = (word: ShellWord | undefined, filtered: boolean) =>
    word?.literal ? { script: word.value, filtered } : undefined;
  if (runVerbs.has(subcommand)) return named(operands[0], false);
  if (tool === 'npm') {
    if (!npmScripts.has(subcommand)) return undefined;
    return { script: subcommand.startsWith('t') ? 'test' : subcommand, filtered: false };
  }
  if (tool === 'yarn' && subcommand === 'workspace') {
    const [, first, second] = operands;
    if (first?.value === 'run') return named(second, true);
    return first && !ownSubcommands.yarn.has(first.value) ? named(first, true) : undefined;
  }
  if (tool === 'yarn' && subcommand === 'workspaces') {
    const run = operands.findIndex(({ value }) => value === 'run');
    return run < 0 ? undefined : named(operands[run + 1], true);
  }
  // A word with a dot or slash is a file for bun.
  if (
    subcommand === '' ||
    ownSubcommands[tool].has(subcommand) ||
    (tool === 'bun' && /[./]/.test(subcommand))
  )
    return undefined;
  return { script: subcommand, filtered: false };
}

/** Subcommands of the tools; any other word runs the script (or binary) of that name. */
const pnpmAndYarn: ReadonlySet<string> = new Set([
  'add', 'audit', 'autoclean', 'bin', 'cache', 'ci', 'config', 'constraints', 'create', 'dedupe', 'deploy', 'dlx', 'env', 'exec', 'explain',
  'fetch', 'generate-lock-entry', 'global', 'help', 'i', 'import', 'info', 'init', 'install', 'link', 'list', 'login', 'ls', 'node', 'npm', 'outdated',
  'pack', 'patch', 'patch-commit', 'plugin', 'policies', 'prune', 'publish', 'rebuild', 'remove', 'rm', 'root', 'search', 'self-update', 'set',
  'setup', 'stage', 'store', 'tag', 'team', 'unlink', 'unplug', 'up', 'update', 'upgrade', 'version', 'versions', 'view', 'why', 'workspace', 'workspaces',
]); // prettier-ignore
const ownSubcommands = {
  pnpm: pnpmAndYarn,
  yarn: pnpmAndYarn,
  bun: new Set([
    'a', 'add', 'audit', 'build', 'c', 'ci', 'completions', 'create', 'discord', 'exec', 'help', 'i', 'info', 'init', 'install', 'link', 'outdated',
    'patch', 'patch-commit', 'pm', 'publish', 'remove', 'repl', 'rm', 'test', 'unlink', 'update', 'upgrade', 'why', 'x',
  ]),
}; // prettier-ignore
