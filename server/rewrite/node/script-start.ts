/** Containers that start through a script of the project: what that calls, and what it hands on to. */
import type { DockerfileModel, Stage } from '../../dockerfile/model.ts';
import type { ShellCommand } from '../../dockerfile/shell.ts';
import type { NodeProject } from '../../project/facts.ts';
import type { Facts } from '../../rules/rule.ts';
import { isDevTool } from '../../tools/node-start.ts';
import { startedCommands } from '../../tools/started.ts';
import { startOfWords, type Start } from './start.ts';

/** Programs that read and write nothing of a project: they prepare, wait, or change the user. */
const helpers: ReadonlySet<string> = new Set([
  'set', 'echo', 'printf', 'export', 'unset', 'test', '[', '[[', 'true', ':', 'exit', 'sleep', 'shift', 'date', 'id', 'whoami', 'hostname', 'umask', 'ulimit', 'trap',
  'wait', 'return', 'local', 'read', 'mkdir', 'chown', 'chmod', 'ls', 'env', 'command', 'which', 'type', 'nc', 'curl', 'wget', 'pg_isready', 'mysqladmin', 'redis-cli',
  'gosu', 'su-exec', 'setpriv', 'tini', 'dumb-init', 'exec', 'kill', 'pgrep', 'seq', 'getent', 'usermod', 'groupmod', 'adduser', 'addgroup', 'useradd', 'groupadd',
]); // prettier-ignore

/** Undefined: it starts through no script, or what the script does is not known. */
export function startThroughScripts(
  stage: Stage,
  model: DockerfileModel,
  facts: Facts,
  project: NodeProject,
): Start | undefined {
  const started = startedCommands(stage, model, facts);
  if (typeof started === 'string' || started.scripts.length === 0) return undefined;
  const wordsOf = ({ words }: ShellCommand): string[] => words.map(({ value }) => value);
  const check = stage.instructions.findLast(({ keyword }) => keyword === 'HEALTHCHECK')?.span;
  const working = started.commands.filter(({ command, script }) => {
    const { start } = command.span;
    if (script === undefined) return !(check && start >= check.start && start < check.end);
    return !helpers.has(command.name);
  });
  const [only] = working;
  if (!only) return undefined;
  const isPlain = only.command.words.every(({ literal }) => literal) && only.command.assignments.length === 0 && !only.command.conditional; // prettier-ignore
  if (working.length === 1 && isPlain) {
    const directory = stage.endState.workdir ?? '/';
    return startOfWords(wordsOf(only.command), directory, project, undefined, stage.endState.env);
  }
  return {
    kind: 'script',
    reason: `${started.scripts[0]!} calls them`,
    managed: working.some(({ command }) => /^(?:npm|npx|pnpm|pnpx|yarn)$/.test(command.name)),
    dev: working.some(({ command }) => isDevTool(wordsOf(command), project)),
  };
}
