/** What the scripts that a container starts through ask of the image. */
import type { DockerfileModel, Stage } from '../dockerfile/model.ts';
import type { Facts } from '../rules/rule.ts';
import { usesScriptFile } from './shell-start.ts';
import { startedCommands } from './started.ts';

export interface ScriptNeeds {
  /** Paths relative to the context. */
  readonly scripts: readonly string[];
  /** Names of the programs that the scripts call, and that these run under. */
  readonly programs: readonly string[];
  readonly bash: boolean;
}

const none: ScriptNeeds = { scripts: [], programs: [], bash: false };
const wrappersOfShells: ReadonlySet<string> = new Set(['exec', 'command', 'time', 'eval']);

/** Undefined: a script is not known, or what it calls is not certain. */
export function scriptNeeds(stage: Stage, model: DockerfileModel, facts: Facts): ScriptNeeds | undefined {
  const started = startedCommands(stage, model, facts);
  if (typeof started === 'string') return usesScriptFile(stage, model) ? undefined : none;
  const { commands, scripts, wrappers } = started;
  if (scripts.length === 0) return none;
  const called = commands.flatMap(({ command, script }) => (script === undefined ? [] : [command]));
  return {
    scripts,
    programs: [
      ...new Set([
        ...called.map(({ name }) => name),
        ...[...wrappers].filter((name) => !wrappersOfShells.has(name)),
      ]),
    ],
    bash:
      scripts.some((path) => facts.project.script(path)?.shell === 'bash') ||
      called.some(({ name, wrappers: under }) => name === 'bash' || name === '[[' || under.includes('bash')),
  };
}
