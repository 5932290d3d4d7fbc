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

const valueOptions: ReadonlySet<string> = new Set([
  '--prefix', '--cwd', '--dir', '-C', '--filter', '-F', '--workspace', '-w', '--omit', '--include', '--only', '--registry', '--cache',
  '--cache-folder', '--store-dir', '--network-timeout', '--loglevel', '--userconfig', '--modules-folder', '--mutex', '--production', '--backend',
  '--maxsockets', '--fetch-retries', '--fetch-timeout', '--network-concurrency', '--child-concurrency', '--reporter', '--cache-dir',
]); // prettier-ignore
// `--production` takes `=false` only in one word; as a word of its own it takes none.
const withoutProduction: ReadonlySet<string> = new Set(
  [...valueOptions].filter((name) => name !== '--production'),
);

const npmInstall = new Set([
  'install',
  'i',
  'in',
  'ins',
  'inst',
  'insta',
  'instal',
  'isnt',
  'isnta',
  'isntal',
  'isntall',
  'add',
]);
const npmCi = new Set([
  'ci',
  'clean-install',
  'ic',
  'install-clean',
  'isntall-clean',
  'cit',
  'install-ci-test',
  'clean-install-test',
  'sit',
]);
const runVerbs = new Set(['run', 'run-script', 'rum', 'urn']);
const npmScripts = new Set(['start', 'stop', 'test', 'restart', 't', 'tst']);

/** Undefined when the command is none of these tools, or its subcommand can't be told. */
export function nodeCommand(command: ShellCommand): NodeCommand | undefined {
  const tool = toolOf(command);
  if (!tool) return undefined;
  const options = parseOptions(command, withoutProduction);
  const [verb, ...operands] = options.operands;
  if (verb && !verb.literal) return undefined;
  const subcommand = verb?.value ?? '';
  const other: NodeCommand = { kind: 'other', tool, subcommand, command };
  if (options.has('-g', '--global', '--location') || options.has('--version', '-v', '--help')) return other;
  if (isInstall(tool, subcommand, operands)) return readInstall(tool, command, verb, options);
  const script = scriptOf(tool, subcommand, operands);
  if (script !== undefined)
    return {
      kind: 'run',
      tool,
      script,
      command,
      directory: directoryOf(options),
      filtered: isFiltered(options),
    };
  if (subcommand === 'prune')
    return {
      kind: 'prune',
      tool,
      command,
      production: tool === 'npm' ? omitsDev(options) : options.has('--prod', '--production', '-P'),
    };
  if (subcommand === 'cache' || subcommand === 'store')
    return /^(?:clean|clear|rm|prune)$/.test(operands[0]?.value ?? '')
      ? { kind: 'cache-clean', tool, command }
      : other;
  return other;
}

/** The tool a command runs, also through `npx`, `corepack` and `bunx`. */
function toolOf(command: ShellCommand): NodeTool | undefined {
  const { name } = command;
  if (name === 'npm' || name === 'pnpm' || name === 'yarn' || name === 'bun') return name;
  return name === 'yarnpkg' ? 'yarn' : undefined;
}

function isInstall(tool: NodeTool, subcommand: string, operands: readonly ShellWord[]): boolean {
  if (operands.length > 0) return false;
  if (tool === 'npm') return subcommand !== 'add' && (npmInstall.has(subcommand) || npmCi.has(subcommand));
  if (tool === 'yarn') return subcommand === '' || subcommand === 'install';
  return subcommand === 'install' || subcommand === 'i' || (tool === 'bun' && subcommand === 'ci');
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
      (tool === 'npm' || tool === 'bun') && ci
        ? true
        : isTrue('--frozen-lockfile') || isTrue('--immutable') || isTrue('--pure-lockfile'),
    ignoresLockfile:
      options.has(
        '--no-frozen-lockfile',
        '--no-lockfile',
        '--no-package-lock',
        '--no-immutable',
        '--no-save',
      ) ||
      options.value('--frozen-lockfile') === 'false' ||
      options.value('--package-lock') === 'false',
    omitsDev: omitsDev(options),
    includesDev:
      options.value('--include') === 'dev' ||
      options.value('--production') === 'false' ||
      options.value('--only') === 'dev' ||
      options.value('--prod') === 'false' ||
      options.has('--dev', '-D'),
    ignoresScripts: isTrue('--ignore-scripts') || options.value('--mode') === 'skip-build',
    directory: directoryOf(options),
    filtered: isFiltered(options),
    options,
  };
}

/** `--omit=dev` and everything older that means the same. */
function omitsDev(options: ParsedOptions): boolean {
  if (options.value('--omit')?.split(',').includes('dev')) return true;
  // `--only=production=false` was meant to keep them; npm reads any other value as "not production".
  if (/^prod(?:uction)?$/.test(options.value('--only') ?? '')) return true;
  for (const name of ['--production', '--prod', '-P'])
    if (options.has(name) && options.value(name) !== 'false') return true;
  return false;
}

function directoryOf(options: ParsedOptions): string | undefined {
  return options.value('--prefix', '--cwd', '--dir', '-C');
}

function isFiltered(options: ParsedOptions): boolean {
  return options.has('--filter', '-F', '--workspace', '-w');
}

function scriptOf(tool: NodeTool, subcommand: string, operands: readonly ShellWord[]): string | undefined {
  if (runVerbs.has(subcommand)) return operands[0]?.literal ? operands[0].value : undefined;
  if (tool === 'npm')
    return npmScripts.has(subcommand) ? (subcommand.startsWith('t') ? 'test' : subcommand) : undefined;
  if (tool === 'bun') return subcommand === 'start' ? subcommand : undefined;
  return ownSubcommands.has(subcommand) || subcommand === '' ? undefined : subcommand;
}

/** Subcommands of pnpm and yarn; any other word runs the script (or binary) of that name. */
const ownSubcommands: ReadonlySet<string> = new Set([
  'add', 'audit', 'autoclean', 'bin', 'cache', 'ci', 'config', 'constraints', 'create', 'dedupe', 'deploy', 'dlx', 'env', 'exec', 'explain',
  'fetch', 'generate-lock-entry', 'global', 'help', 'i', 'import', 'info', 'init', 'install', 'link', 'list', 'login', 'ls', 'node', 'npm', 'outdated',
  'pack', 'patch', 'patch-commit', 'plugin', 'policies', 'prune', 'publish', 'rebuild', 'remove', 'rm', 'root', 'search', 'self-update', 'set',
  'setup', 'stage', 'store', 'tag', 'team', 'unlink', 'unplug', 'up', 'update', 'upgrade', 'version', 'versions', 'view', 'why', 'workspace', 'workspaces',
]); // prettier-ignore
