/** Does the image start a server for development, though it is not one for development? */
import type { Instruction, Stage } from '../../dockerfile/model.ts';
import { parseShell } from '../../dockerfile/shell.ts';
import { finalStage } from '../../dockerfile/stages.ts';
import type { Listener, NodeProject, SourceFacts } from '../../project/facts.ts';
import { calledScript } from '../../project/node/start-script.ts';
import { folderOf, locate } from '../../tools/locate.ts';
import { nodeCommand } from '../../tools/node.ts';
import { resolvePath } from '../../tools/working-directory.ts';
import { servesDevelopment } from '../../tools/development.ts';
import type { RuleContext } from '../rule.ts';
import { devProgram, type DevProgram } from './dev-programs.part.ts';
import { isPython, programOf, startedCommands, type Started } from './started.part.ts';
import { startProject } from './start-project.part.ts';

export interface DevServer {
  readonly stage: Stage;
  readonly started: Started;
  readonly program: DevProgram;
  /** The command that runs it, behind scripts and runners. */
  readonly argv: readonly string[];
  /** Scripts of package.json on the way, the first called first. */
  readonly scripts: readonly string[];
  readonly project: NodeProject | undefined;
  /** The call in a source file that starts it. */
  readonly listener: Listener | undefined;
}

const found = new WeakMap<RuleContext['model'], WeakMap<RuleContext['facts'], DevServer | null>>();

/** The development server that the final stage starts; undefined where it is meant to, and where nobody can tell. */
export function devServer(context: RuleContext): DevServer | undefined {
  const { model, facts } = context;
  let byFacts = found.get(model);
  if (!byFacts) found.set(model, (byFacts = new WeakMap()));
  let known = byFacts.get(facts);
  if (known === undefined) byFacts.set(facts, (known = look(context) ?? null));
  return known ?? undefined;
}

function look(context: RuleContext): DevServer | undefined {
  const stage = finalStage(context.model);
  if (!stage || context.model.isWindows || servesDevelopment(context.model, context.facts)) return undefined;
  const all = startedCommands(stage, context.model);
  // Who writes the mode into the command wants it.
  if (
    all.some(({ words }) =>
      words.some(({ value }) => /^--env(?:ironment)?=(?:dev|development|test)$/.test(value)),
    )
  )
    return undefined;
  for (const started of all) {
    const project = startProject(started.instruction, stage, context);
    const argv = started.words.map(({ value }) => value);
    const base = { stage, started, project };
    const hit = follow(argv, project, []);
    if (hit && all.some((other) => isOtherBranch(other, started, project))) return undefined;
    if (hit) return { ...base, ...hit, listener: undefined };
    const named = project ? undefined : byName(started);
    if (named) return { ...base, program: named, argv, scripts: [], listener: undefined };
    const listener = ownListeners(started, stage, context)?.find(({ flask }) => flask);
    if (listener)
      return {
        ...base,
        program: {
          name: `\`${listener.call}()\` in ${listener.file}`,
          does: "is Flask's development server and not made for load or for an open network",
          advice: 'Use a server for production such as gunicorn.',
        },
        argv,
        scripts: [],
        listener,
      };
  }
  return undefined;
}

/** `if …; then npm start; else npm run dev; fi`: whoever builds for development chooses the other branch on purpose. */
function isOtherBranch(other: Started, started: Started, project: NodeProject | undefined): boolean {
  if (other === started || !started.command.conditional || !other.command.conditional) return false;
  const argv = other.words.map(({ value }) => value);
  const isStart = nodeCommand(other.command)?.kind === 'run' || serverPrograms.has(programOf(argv)[0] ?? '');
  return isStart && follow(argv, project, []) === undefined;
}

/** Does the command start a development server, by itself or through scripts? */
export function startsForDevelopment(
  { words }: { readonly words: readonly { readonly value: string }[] },
  project: NodeProject | undefined,
): boolean {
  return (
    follow(
      words.map(({ value }) => value),
      project,
      [],
    ) !== undefined
  );
}

/** What starts a server in production, apart from a program of the project. */
const serverPrograms: ReadonlySet<string> = new Set([
  'node', 'gunicorn', 'uvicorn', 'hypercorn', 'daphne', 'waitress-serve', 'uwsgi', 'puma', 'unicorn', 'passenger', 'php-fpm', 'apache2-foreground', 'pm2-runtime',
]); // prettier-ignore

/** A script that nobody can look at, but whose name says what it is for. */
function byName({ command, words }: Started): DevProgram | undefined {
  const run = nodeCommand({ ...command, words, args: words.slice(1), name: words[0]?.value ?? '' });
  if (run?.kind !== 'run' || !/^(?:dev|develop|(?:dev|start|serve):(?:dev|watch|development))$/.test(run.script)) return undefined; // prettier-ignore
  return {
    name: `the script ${run.script}`,
    does: 'is for development by its name; its package.json was not found here',
    advice: 'Start what production runs.',
  };
}

/** Scripts that call scripts are followed this far. */
const maximumDepth = 5;

function follow(
  argv: readonly string[],
  project: NodeProject | undefined,
  scripts: readonly string[],
): Pick<DevServer, 'program' | 'argv' | 'scripts'> | undefined {
  if (scripts.length > maximumDepth) return undefined;
  const called = project && calledScript(project, argv);
  if (!called) {
    const words = programOf(argv);
    const program = devProgram(words);
    return program && { program, argv: words, scripts };
  }
  for (const command of parseShell(project.scripts[called.script] ?? '').commands) {
    const words = command.words.map(({ value }) => value);
    const hit = follow([...words, ...called.args], project, [...scripts, called.script]);
    if (hit) return hit;
  }
  return undefined;
}

/** Calls that listen in the very Python file that the command runs; undefined when that is not such a file. */
export function ownListeners(
  { words, instruction }: { readonly words: Started['words']; readonly instruction: Instruction },
  stage: Stage,
  { model, facts }: RuleContext,
): readonly Listener[] | undefined {
  const [program = '', script] = programOf(words.map(({ value }) => value));
  if (!isPython(program) || !script?.endsWith('.py')) return undefined;
  const path = resolvePath(instruction.state.workdir ?? stage.endState.workdir ?? '/', script);
  const origin = locate(path, { model, context: facts.context, stage, before: undefined });
  if (!origin) return undefined;
  return sourcesAbove(origin.path, facts)?.listeners.filter(({ file }) => file === origin.path);
}

/** Source facts of the nearest project around a file of the context. */
export function sourcesAbove(path: string, { project }: RuleContext['facts']): SourceFacts | undefined {
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    const sources = project.sources(folder);
    if (sources || folder === '') return sources;
  }
}
