/** What Deno runs when a container starts: its command, and the tasks that this names. */
import type { DockerfileModel, Instruction, Stage } from '../dockerfile/model.ts';
import { parseShell, type ShellCommand, type ShellWord } from '../dockerfile/shell.ts';
import { lastOf, rootBase } from '../dockerfile/stages.ts';
import { denoTag, type DenoTag } from '../images/deno.ts';
import type { DenoProject } from '../project/facts.ts';
import { folderOf } from '../project/paths.ts';
import type { Facts } from '../rules/rule.ts';
import { denoSubcommands, isAllowed, readDenoRun, type DenoRun } from './deno-run.ts';
import { locate } from './locate.ts';
import { isInit, startCommand } from './start-command.ts';
import { startedCommands } from './started.ts';
import { resolvePath, withFoldersAbove } from './working-directory.ts';

export interface DenoStart {
  /** `deno run` and `deno serve`, tasks followed. */
  readonly runs: readonly DenoRun[];
  /** Other programs that are called: by the start itself, or by tasks. */
  readonly programs: readonly string[];
  /** A task changes files by itself: `cp`, `mkdir`, `>`. */
  readonly changesFiles: boolean;
  /** Absolute. */
  readonly directory: string;
  /** Of the nearest folder that has one. */
  readonly project: DenoProject | undefined;
}

/** Which of Deno's images the stage builds on; undefined: another one, or not known. */
export function denoImage(stage: Stage): DenoTag | undefined {
  const base = rootBase(stage);
  return base.kind === 'image' && base.complete ? denoTag(base.reference) : undefined;
}

/** Undefined: the container starts something else. A string: why it can't be told, a complete sentence. */
export function denoStart(
  stage: Stage,
  model: DockerfileModel,
  facts: Facts,
): DenoStart | string | undefined {
  const started = startedCommands(stage, model, facts);
  if (typeof started === 'string') return denoImage(stage) ? started : undefined;
  const check = lastOf(stage, 'HEALTHCHECK');
  const commands = started.commands.filter(
    ({ command, script }) => script !== undefined || !check || !isWithin(command, check),
  );
  const directory = stage.endState.workdir ?? '/';
  const project = denoProjectAt(directory, stage, model, facts);
  const reading = new Reading(project, facts);
  for (const { command } of commands) {
    const words = wordsForDeno(command, stage, model);
    const problem = words ? reading.deno(words, 0) : reading.other(command);
    if (problem !== undefined) return problem;
  }
  if (reading.runs.length === 0 && !reading.isDeno) return undefined;
  return {
    runs: reading.runs,
    programs: [...reading.programs],
    changesFiles: reading.changesFiles,
    directory,
    project,
  };
}

/** Deno keeps a program from writing that no option allows it (docs.deno.com/runtime/fundamentals/security). */
export function mayWrite({ runs, programs }: DenoStart): boolean {
  return (
    programs.length > 0 ||
    runs.some((run) => isAllowed(run, 'write') || isAllowed(run, 'run') || isAllowed(run, 'ffi'))
  );
}

/** The project whose configuration Deno finds from this folder of the image. */
export function denoProjectAt(
  directory: string,
  stage: Stage,
  model: DockerfileModel,
  facts: Facts,
): DenoProject | undefined {
  for (const folder of withFoldersAbove(directory))
    for (const name of ['deno.json', 'deno.jsonc', 'deno.lock']) {
      const origin = locate(resolvePath(folder, name), {
        model,
        context: facts.context,
        stage,
        before: undefined,
      });
      const found = origin && facts.project.find('deno', folderOf(origin.path));
      if (found) return found;
    }
  return undefined;
}

/** Of the command that is started, or that ENTRYPOINT and CMD make together. */
function wordsForDeno(
  command: ShellCommand,
  stage: Stage,
  model: DockerfileModel,
): readonly ShellWord[] | undefined {
  const { entrypoint, cmd } = startCommand(stage);
  const image = denoImage(stage);
  const isOwn = (one: Instruction | undefined): boolean =>
    one?.json === true && one.words[0] !== undefined && isWithin(command, one);
  // The words of CMD follow those of an ENTRYPOINT.
  const more = isOwn(entrypoint) && cmd?.json === true ? cmd.words : [];
  const own = [...command.args, ...asShellWords(more, model)];
  if (command.name === 'deno') return own;
  const inner =
    entrypoint && isOwn(entrypoint) ? own.findIndex(({ value }) => /^(?:.*\/)?deno$/.test(value)) : -1;
  if (inner >= 0 && isInitName(command.name)) return own.slice(inner + 1);
  if (!image || !isOwn(cmd) || (entrypoint && !isInit(entrypoint))) return undefined;
  const [first] = command.words;
  const isFor =
    image.kind === 'distroless' ||
    first?.value.startsWith('-') === true ||
    denoSubcommands.has(first?.value ?? '');
  return isFor && !entrypoint ? command.words : undefined;
}

function isInitName(name: string): boolean {
  return /^(?:tini|dumb-init|catatonit)$/.test(name);
}

function asShellWords(words: Instruction['words'], { text }: DockerfileModel): readonly ShellWord[] {
  return words.map(({ value, span }) => ({
    raw: text.slice(span.start, span.end),
    value,
    literal: true,
    variables: [],
    span,
  }));
}

function isWithin({ span }: ShellCommand, instruction: Instruction): boolean {
  return span.start >= instruction.span.start && span.end <= instruction.span.end;
}

/** What the shell of tasks does itself (docs.deno.com/runtime/reference/cli/task, built-in commands), and any shell's syntax. */
const builtIn: ReadonlySet<string> = new Set(['cat', 'cd', 'cp', 'echo', 'exit', 'export', 'false', 'head', 'mkdir', 'mv', 'pwd', 'rm', 'set', 'sleep', 'true', 'unset', 'xargs', 'test', '[', ':']); // prettier-ignore
const changing: ReadonlySet<string> = new Set(['cp', 'mkdir', 'mv', 'rm']);
/** Tasks that name tasks are followed this far. */
const maximumDepth = 6;

class Reading {
  readonly runs: DenoRun[] = [];
  readonly programs = new Set<string>();
  changesFiles = false;
  isDeno = false;

  constructor(
    private readonly project: DenoProject | undefined,
    private readonly facts: Facts,
  ) {}

  deno(words: readonly ShellWord[], depth: number): string | undefined {
    this.isDeno = true;
    const run = readDenoRun(words);
    if (!run?.target)
      return `What \`deno ${words.map(({ value }) => value).join(' ')}\` runs is not certain.`;
    if (run.subcommand === 'run' || run.subcommand === 'serve') this.runs.push(run);
    else if (run.subcommand === 'task') return this.#task(run, depth);
    else if (run.subcommand !== 'eval') this.programs.add(`deno ${run.subcommand}`);
    return undefined;
  }

  other({ name, redirects }: ShellCommand): undefined {
    if (changing.has(name) || redirects.some(({ operator, target }) => operator.includes('>') && target?.value !== '/dev/null' && !/^\d$/.test(target?.value ?? '')))
      this.changesFiles = true;
    if (!builtIn.has(name)) this.programs.add(name);
  } // prettier-ignore

  #task({ options, target }: DenoRun, depth: number): string | undefined {
    const name = target!.value;
    if (!target!.literal || options.some(({ value }) => !/^(?:-q|--quiet|--frozen)$/.test(value)))
      return `Which task \`deno task ${[...options, target!].map(({ value }) => value).join(' ')}\` means is not certain.`;
    const text = this.#text(name);
    if (text === undefined) return `The task \`${name}\`, which the container starts, was not found in deno.json.`;
    if (depth >= maximumDepth) return `The task \`${name}\` is called by too many tasks in turn.`;
    const before = this.project?.taskDependencies[name] ?? [];
    for (const other of before) {
      const problem = this.#task({ subcommand: 'task', options: [], target: { ...target!, value: other } }, depth + 1);
      if (problem !== undefined) return problem;
    }
    const script = parseShell(text);
    if (script.errors.length > 0) return `What the task \`${name}\` does can't be read.`;
    for (const command of script.commands) {
      const problem = command.name === 'deno' ? this.deno(command.args, depth + 1) : this.other(command);
      if (problem !== undefined) return problem;
    }
    return undefined;
  } // prettier-ignore

  /** Scripts of package.json are tasks as well. */
  #text(name: string): string | undefined {
    const { project } = this;
    if (!project) return undefined;
    if (Object.hasOwn(project.tasks, name)) return project.tasks[name];
    const scripts = this.facts.project.node(project.directory)?.scripts ?? {};
    return Object.hasOwn(scripts, name) ? scripts[name] : undefined;
  }
}
