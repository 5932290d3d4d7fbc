import { parseShell } from '../../dockerfile/shell.ts';
import type { ShellCommand } from '../../dockerfile/shell.ts';
import type { NodeProject } from '../facts.ts';

export type ScriptProject = Pick<NodeProject, 'scripts' | 'packageManager'>;

export type ResolvedScript =
  | {
      readonly plain: true;
      /** Program and arguments. The program may be one of node_modules/.bin. */
      readonly argv: readonly string[];
      /** Variables set in front of it (`NODE_ENV=production node …`, cross-env). */
      readonly env: Readonly<Record<string, string>>;
      /** Names of pre and post scripts that run around it. */
      readonly hooks: readonly string[];
    }
  /** `reason` completes "the script … can't be replaced by its command, because". */
  | { readonly plain: false; readonly reason: string };

/** Longest chain of scripts that call each other. */
const maxDepth = 10;

/**
 * The command behind a package.json script, when it is one plain command that needs no shell. Scripts that only
 * call another script are followed.
 */
export function resolveScript(project: ScriptProject, name: string): ResolvedScript {
  return resolve(project, name, [], []);
}

function resolve(
  project: ScriptProject,
  name: string,
  extraArguments: readonly string[],
  callers: readonly string[],
): ResolvedScript {
  if (callers.includes(name) || callers.length >= maxDepth)
    return { plain: false, reason: `the script \`${callers[0] ?? name}\` calls itself` };
  const script = scriptOf(project, name);
  if (script === undefined) return { plain: false, reason: `package.json has no script \`${name}\`` };
  const command = onlyCommand(script, name);
  if (typeof command === 'string') return { plain: false, reason: command };
  const hooks = hooksOf(project, name);

  const env: Record<string, string> = {};
  for (const assignment of command.assignments) env[assignment.name] = assignment.value?.value ?? '';
  let argv = command.words.map((word) => word.value);
  if (argv[0] === 'cross-env') {
    argv = argv.slice(1);
    for (let match = assignmentOf(argv[0]); match !== undefined; match = assignmentOf(argv[0])) {
      env[match.name] = match.value;
      argv = argv.slice(1);
    }
  }
  if (argv.length === 0) return { plain: false, reason: `the script \`${name}\` runs no program` };

  const called = calledScript(project, argv);
  if (called === undefined) return { plain: true, argv: [...argv, ...extraArguments], env, hooks };
  const inner = resolve(project, called.script, [...called.args, ...extraArguments], [...callers, name]);
  if (!inner.plain) return inner;
  return { ...inner, env: { ...env, ...inner.env }, hooks: [...hooks, ...inner.hooks] };
}

function scriptOf(project: ScriptProject, name: string): string | undefined {
  return Object.hasOwn(project.scripts, name) ? project.scripts[name] : undefined;
}

/** The single simple command of a script, or why there is none. */
function onlyCommand(script: string, name: string): ShellCommand | string {
  const parsed = parseShell(script);
  const [command] = parsed.commands;
  if (parsed.errors.length > 0) return `the script \`${name}\` can't be parsed`;
  if (command === undefined) return `the script \`${name}\` is empty`;
  if (parsed.commands.length > 1 || parsed.items.length !== 1 || !parsed.items[0]!.simple)
    return `the script \`${name}\` runs several commands`;
  if (command.redirects.length > 0) return `the script \`${name}\` redirects its output or input`;
  if (command.wrappers.some((wrapper) => wrapper !== 'exec'))
    return `the script \`${name}\` runs under ${command.wrappers.join(', ')}`;
  const words = [...command.words, ...command.assignments.flatMap((item) => item.value ?? [])];
  if (words.some((word) => !word.literal)) return `the script \`${name}\` uses shell expansions`;
  return command;
}

/** Yarn 2 and later run no pre and post scripts of the user's own. */
function hooksOf(project: ScriptProject, name: string): readonly string[] {
  if (project.packageManager === 'yarn-berry') return [];
  return [`pre${name}`, `post${name}`].filter((hook) => scriptOf(project, hook) !== undefined);
}

function assignmentOf(word: string | undefined): { name: string; value: string } | undefined {
  const match = /^([A-Za-z_]\w*)=(.*)$/s.exec(word ?? '');
  return match === null ? undefined : { name: match[1]!, value: match[2]! };
}

const quietFlags: ReadonlySet<string> = new Set(['-s', '--silent', '--quiet', '--if-present']);

/**
 * The script that `npm run x`, `npm start`, `yarn x`, `pnpm run x`, `bun run x`, `node --run x` … name, with the
 * arguments handed on. Undefined for anything else, also for flags that change where or how it runs.
 */
export function calledScript(
  project: ScriptProject,
  argv: readonly string[],
): { script: string; args: readonly string[] } | undefined {
  const [program, ...rest] = argv;
  const words = rest.filter((word, i) => !quietFlags.has(word) || rest.slice(0, i).includes('--'));
  const has = (name: string | undefined): name is string =>
    name !== undefined && scriptOf(project, name) !== undefined;
  const first = words[0];
  let script: string | undefined;
  let after: readonly string[];
  if (program === 'node' && first === '--run') [script, after] = [words[1], words.slice(2)];
  else if (program === undefined || !['npm', 'pnpm', 'yarn', 'bun'].includes(program)) return undefined;
  else if (first === 'run' || first === 'run-script') [script, after] = [words[1], words.slice(2)];
  else if (first === 'start' || first === 'test') [script, after] = [first, words.slice(1)];
  else if (program === 'pnpm' || program === 'yarn') [script, after] = [first, words.slice(1)];
  else return undefined;
  if (!has(script)) return undefined;
  // npm hands on only what follows `--`; the others hand on everything.
  const separator = after.indexOf('--');
  if (separator >= 0) return { script, args: [...after.slice(0, separator), ...after.slice(separator + 1)] };
  if (program === 'npm' && after.some((word) => word.startsWith('-'))) return undefined;
  return { script, args: after };
}
