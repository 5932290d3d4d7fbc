/** The plain program that a container starts, behind scripts of package.json. */
import type { Stage } from '../../dockerfile/model.ts';
import type { NodeProject } from '../../project/facts.ts';
import { calledScript, resolveScript } from '../../project/node/start-script.ts';
import type { RuleContext } from '../rule.ts';
import { startProject } from './start-project.part.ts';
import { programOf, startedCommands, type Started } from './started.part.ts';

export interface StartedProgram {
  readonly started: Started;
  /** Its name without a folder, then its arguments. */
  readonly argv: readonly string[];
  /** Names of the variables that the command or a script sets for it. */
  readonly sets: ReadonlySet<string>;
  /** A script stands between. */
  readonly byScript: boolean;
  readonly project: NodeProject | undefined;
}

/** The last command: what runs on. Undefined where a script of package.json is none plain command. */
export function startedProgram(stage: Stage, context: RuleContext): StartedProgram | undefined {
  const started = startedCommands(stage, context.model).findLast(({ command }) => !command.pipesInto);
  if (!started) return undefined;
  const project = startProject(started.instruction, stage, context);
  const written = started.words.map(({ value }) => value);
  const own = started.command.assignments.map(({ name }) => name);
  const called = project && calledScript(project, written);
  if (!called) return { started, argv: programOf(written), sets: new Set(own), byScript: false, project };
  const resolved = resolveScript(project, called.script);
  if (!resolved.plain) return undefined;
  const argv = programOf([...resolved.argv, ...called.args]);
  return { started, argv, sets: new Set([...own, ...Object.keys(resolved.env)]), byScript: true, project };
}
