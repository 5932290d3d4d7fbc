/** Arguments in, one checked command out. */
import { cac } from 'cac';
import type { CAC, Command } from 'cac';
import type { SeverityName } from '../../shared/settings.ts';
import { nearestName } from '../dockerfile/nearest.ts';
import { isForeignName, ruleNames, rulesNamed } from '../engine/rule-names.ts';
import type { Severity } from '../rules/rule.ts';
import { helpText } from './help.ts';
import type { ImageAccess } from './images.ts';
import { UsageError } from './io.ts';

export const programName = 'dockerfile-optimizer';

/** What `check` and `optimize` have in common. */
export interface AnalysisOptions extends ImageAccess {
  /** A path as typed. */
  readonly context: string | undefined;
  /** Name or number of a stage. */
  readonly target?: string | undefined;
  readonly rules: Readonly<Record<string, SeverityName>>;
  readonly stdinFilename: string | undefined;
}

export interface CheckCommand extends AnalysisOptions {
  readonly name: 'check';
  /** `-` is standard input. */
  readonly paths: readonly string[];
  readonly format: 'text' | 'json';
  readonly fix: boolean;
  readonly failOn: Severity | 'none';
  readonly shellcheck: 'auto' | 'on' | 'off';
}

export interface OptimizeCommand extends AnalysisOptions {
  readonly name: 'optimize';
  readonly path: string;
  readonly output: 'report' | 'diff' | 'json';
  readonly write: boolean;
}

export interface ImageCommand extends ImageAccess {
  readonly name: 'image';
  readonly references: readonly string[];
  readonly json: boolean;
  /** `linux/arm64`. */
  readonly platform: string | undefined;
}

export interface ContextCommand {
  readonly name: 'context';
  /** A path as typed. */
  readonly folder: string | undefined;
  readonly dockerfile: string | undefined;
  readonly output: 'report' | 'json' | 'list';
}

export type CliCommand =
  | CheckCommand
  | ContextCommand
  | OptimizeCommand
  | ImageCommand
  | { readonly name: 'rules'; readonly json: boolean }
  | { readonly name: 'lsp' }
  | { readonly name: 'version' }
  | { readonly name: 'help'; readonly text: string; readonly asked: boolean };

/** @throws UsageError with a message for the user. */
export function parseArguments(argv: readonly string[]): CliCommand {
  const cli = defineCli();
  cli.parse(['', '', ...argv.map(protect)], { run: false });
  const options = unprotectAll(cli.options);
  const rest = options['--'];
  const positional = [...cli.args.map(unprotect), ...(Array.isArray(rest) ? rest.map(unprotect) : [])];
  const command = cli.matchedCommand;
  if (options['help'] === true) return { name: 'help', text: helpText(cli, command), asked: true };
  if (!command) return withoutCommand(cli, positional, options);
  check(command, positional);
  return toCommand(command.name, positional, options);
}

const credentialsHelp =
  "Use the credentials in Docker's configuration, each for its own registry (default: ask anonymously)";

function defineCli(): CAC {
  const cli = cac(programName);
  cli.option('-h, --help', 'Show this help');
  cli.option('-v, --version', 'Show the version');
  const check = cli.command(
    'check [...paths]',
    'Report findings in files, folders (with all below), or - for stdin',
  );
  check
    .option('--format <FORMAT>', 'text (default) or json')
    .option('--fix', 'Apply all safe fixes to the files')
    .option(
      '--shellcheck <WHEN>',
      'Look at RUN scripts with ShellCheck: auto (default: when it is installed), on, off',
    )
    .option(
      '--fail-on <LEVEL>',
      'Exit with 1 from this level on: error, warning (default), info, hint, none',
    );
  const optimize = cli.command('optimize <FILE>', 'Show the plan for a better Dockerfile, with its diff');
  optimize
    .option('--diff', 'Print the diff alone on standard output, the plan on standard error')
    .option('--json', 'Print the plan as JSON')
    .option('--write', 'Write the Dockerfile and its .dockerignore');
  for (const command of [check, optimize])
    command
      .option('--context <DIR>', 'The build context, when it is not the one that is found by itself')
      .option('--target <STAGE>', 'The stage that is shipped, when it is not the last one')
      .option(
        '--rule <ID=SEVERITY>',
        'error, warning, info, hint or off for a rule, a group (size/*) or DL3008; repeatable',
      )
      .option('--stdin-filename <FILE>', 'Where the text on standard input belongs')
      .option('--offline', 'Ask nobody about images that the built-in table does not have')
      .option('--docker-credentials', credentialsHelp);
  cli
    .command(
      'image <...NAMES>',
      'Show what is known about base images (exit code 1: nothing about one of them)',
    )
    .option('--platform <OS/ARCH>', 'linux/amd64 (default), linux/arm64 …')
    .option('--offline', 'Use the built-in table and what is kept of earlier runs, ask nobody')
    .option('--docker-credentials', credentialsHelp)
    .option('--json', 'As JSON; a list when several images are named');
  cli
    .command('context [DIR]', 'Show what the builder receives of a folder, and what .dockerignore keeps back')
    .option('--dockerfile <FILE>', 'The Dockerfile that is built in it (default: the one in DIR)')
    .option('--list', 'Print every path that is sent, one a line, and nothing else')
    .option('--json', 'As JSON');
  cli.command('rules', 'List the rules').option('--json', 'As JSON');
  cli
    .command('lsp', 'Run the language server', { allowUnknownOptions: true })
    .option('--stdio', 'Talk over standard input and output (default)');
  return cli;
}

/** cac's own checks throw errors that are meant for the user. */
function check(command: Command, positional: readonly string[]): void {
  try {
    command.checkUnknownOptions();
    command.checkOptionValue();
    command.checkUnusedArgs();
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  const wanted = command.args.filter(({ required }) => required)[positional.length];
  if (wanted) throw new UsageError(`${command.name} needs ${wanted.value}.`);
}

function withoutCommand(cli: CAC, positional: readonly string[], options: Options): CliCommand {
  if (options['version'] === true) return { name: 'version' };
  const name = positional[0];
  if (name === undefined) return { name: 'help', text: helpText(cli, undefined), asked: false };
  const nearest = nearestName(
    name,
    cli.commands.map((command) => command.name),
  );
  throw new UsageError(
    `There is no command ${name}.${nearest === undefined ? '' : ` Did you mean ${nearest}?`} (--help lists them.)`,
  );
}

type Options = Readonly<Record<string, unknown>>;

function toCommand(name: string, positional: readonly string[], options: Options): CliCommand {
  const json = options['json'] === true;
  switch (name) {
    case 'check':
      return {
        name: 'check',
        ...analysisOptions(options),
        paths: positional.length > 0 ? positional : ['.'],
        format: choice(options, 'format', ['text', 'json']) ?? 'text',
        fix: options['fix'] === true,
        shellcheck: choice(options, 'shellcheck', ['auto', 'on', 'off']) ?? 'auto',
        failOn: choice(options, 'failOn', ['error', 'warning', 'info', 'hint', 'none']) ?? 'warning',
      };
    case 'optimize':
      if (json && options['diff'] === true) throw new UsageError('--json and --diff exclude each other.');
      return {
        name: 'optimize',
        ...analysisOptions(options),
        path: positional[0] ?? '',
        output: json ? 'json' : options['diff'] === true ? 'diff' : 'report',
        write: options['write'] === true,
      };
    case 'image':
      return {
        name: 'image',
        references: positional,
        json,
        ...imageAccess(options),
        platform: single(options, 'platform'),
      };
    case 'context':
      if (json && options['list'] === true) throw new UsageError('--json and --list exclude each other.');
      return {
        name: 'context',
        folder: positional[0],
        dockerfile: single(options, 'dockerfile'),
        output: json ? 'json' : options['list'] === true ? 'list' : 'report',
      };
    case 'rules':
      return { name: 'rules', json };
    default:
      return { name: 'lsp' };
  }
}

function analysisOptions(options: Options): AnalysisOptions {
  return {
    context: single(options, 'context'),
    target: single(options, 'target'),
    rules: severities(values(options, 'rule')),
    stdinFilename: single(options, 'stdinFilename'),
    ...imageAccess(options),
  };
}

function imageAccess(options: Options): ImageAccess {
  return { offline: options['offline'] === true, dockerCredentials: options['dockerCredentials'] === true };
}

const severityNames: readonly SeverityName[] = ['error', 'warning', 'info', 'hint', 'off'];

function severities(settings: readonly string[]): Record<string, SeverityName> {
  const rules: Record<string, SeverityName> = {};
  for (const setting of settings) {
    const at = setting.lastIndexOf('=');
    const id = setting.slice(0, Math.max(at, 0)).trim();
    if (id === '')
      throw new UsageError(`--rule ${setting}: write ID=SEVERITY, for example size/heavy-base=error.`);
    const wanted = setting.slice(at + 1).trim();
    const severity = severityNames.find((name) => name === wanted);
    if (!severity)
      throw new UsageError(
        `--rule ${setting}: ${wanted || 'nothing'} is not one of ${severityNames.join(', ')}.`,
      );
    if (rulesNamed(id).length === 0 && !isForeignName(id)) {
      const nearest = nearestName(id, ruleNames());
      throw new UsageError(
        `--rule ${setting}: there is no rule ${id}.${nearest === undefined ? '' : ` Did you mean ${nearest}?`}`,
      );
    }
    rules[id] = severity;
  }
  return rules;
}

function choice<Name extends string>(
  options: Options,
  key: string,
  names: readonly Name[],
): Name | undefined {
  const value = single(options, key);
  if (value === undefined) return undefined;
  const found = names.find((name) => name === value);
  if (!found) throw new UsageError(`${flagName(key)} ${value}: choose one of ${names.join(', ')}.`);
  return found;
}

function single(options: Options, key: string): string | undefined {
  const given = values(options, key);
  if (given.length > 1) throw new UsageError(`${flagName(key)} is given more than once.`);
  if (given[0] === '') throw new UsageError(`${flagName(key)} needs a value.`);
  return given[0];
}

function values(options: Options, key: string): string[] {
  const value = options[key];
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}

function flagName(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/**
 * cac turns what looks like a number into one (`--context 007` would become 7), takes `-` for an option and an
 * empty value for a missing one. A NUL, which no argument can hold, in front of these keeps them as they are.
 */
const guardMark = '\0';

function protect(argument: string): string {
  if (argument === '--') return argument;
  const equals = argument.indexOf('=');
  if (argument.startsWith('--') && equals > 0) {
    const value = argument.slice(equals + 1);
    return looksLikeNumber(value) ? `${argument.slice(0, equals + 1)}${guardMark}${value}` : argument;
  }
  return argument === '-' || looksLikeNumber(argument) ? guardMark + argument : argument;
}

/** True for the empty text too, as for the conversion this guards against. */
function looksLikeNumber(text: string): boolean {
  return Number.isFinite(Number(text));
}

function unprotect(value: unknown): string {
  const text = String(value);
  return text.startsWith(guardMark) ? text.slice(guardMark.length) : text;
}

function unprotectAll(options: Options): Options {
  return Object.fromEntries(
    Object.entries(options).map(([key, value]) => [
      key,
      Array.isArray(value)
        ? value.map((one: unknown) => (typeof one === 'string' ? unprotect(one) : one))
        : typeof value === 'string'
          ? unprotect(value)
          : value,
    ]),
  );
}
