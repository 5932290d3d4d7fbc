/** How the container starts what the build stage made: in its instructions, or in scripts of the project. */
import { formatJsonForm } from '../../dockerfile/json-form.ts';
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import { shellOf, type ShellCommand, type ShellWord } from '../../dockerfile/shell.ts';
import { applyEdits, type TextEdit } from '../../dockerfile/span.ts';
import { lastOf } from '../../dockerfile/stages.ts';
import { keywordCase } from '../../edit/insert.ts';
import type { Facts } from '../../rules/rule.ts';
import { programFolders } from '../../tools/program-folders.ts';
import { startedCommands, type StartedCommand } from '../../tools/started.ts';
import { resolvePath } from '../../tools/working-directory.ts';

export interface StartOptions {
  /** Is there a program that the build makes, at this absolute path of the build stage? */
  readonly isBuilt: (path: string) => boolean;
  /** Folders in which the build image looks for programs, besides those that every image has. */
  readonly searched: readonly string[];
  /**
   * Where the final image has a built program. `keeps`: something asks for it by the path that it has in the build stage.
   */
  readonly place: (path: string, keeps: boolean) => string;
  /** A command that starts a built program by way of its tool (`cargo run`), or why it can't be told: a complete sentence. */
  readonly runner?: (command: ShellCommand) => Runner | string | undefined;
}

export interface Runner {
  /** Absolute path of the program in the build stage. */
  readonly path: string;
  /** What the program is given. */
  readonly args: readonly ShellWord[];
}

export interface ProgramStart {
  /** ENTRYPOINT, CMD and HEALTHCHECK with the programs at their new places. */
  readonly texts: ReadonlyMap<Instruction, string>;
  /** Built programs that are started: path in the build stage → path in the final one. */
  readonly programs: ReadonlyMap<string, string>;
  /** Names or paths of other programs that are called. */
  readonly called: ReadonlySet<string>;
  /** Scripts of the project that are run, relative to the context. */
  readonly scripts: readonly string[];
  /** An instruction stays in shell form. */
  readonly needsShell: boolean;
}

const inits = /^(?:tini|dumb-init|catatonit)$/;

interface Use {
  readonly started: StartedCommand;
  /** The word that names the program; undefined: a runner's whole command. */
  readonly word: ShellWord | undefined;
  readonly path: string;
  readonly args: readonly ShellWord[];
}

/** Undefined is never given: either what starts, or why it is not certain (a complete sentence). */
export function readProgramStart(
  stage: Stage,
  model: DockerfileModel,
  facts: Facts,
  options: StartOptions,
): ProgramStart | string {
  const instructions = ['ENTRYPOINT', 'CMD', 'HEALTHCHECK'].flatMap(
    (keyword) => lastOf(stage, keyword) ?? [],
  );
  if (!instructions.some(({ keyword }) => keyword !== 'HEALTHCHECK'))
    return 'The file has no CMD or ENTRYPOINT.';
  const started = startedCommands(stage, model, facts);
  if (typeof started === 'string') return started;
  const uses: Use[] = [];
  const called = new Set<string>();
  const isBuilt = (command: ShellCommand): boolean =>
    programWords(command).some(({ value }) => pathsOf(value, stage, options).some(options.isBuilt));
  const handedOn = started.commands.filter(({ command: { words } }) =>
    words.some(({ raw }) => /^"?\$@"?$/.test(raw)),
  );
  // A script that hands CMD to the program gets arguments by it.
  const isArguments =
    handedOn.length > 0 && handedOn.every(({ command }) => isBuilt(command) && command.words[0]!.literal);
  const cmd = instructions.find(({ keyword }) => keyword === 'CMD');
  for (const each of started.commands) {
    if (isArguments && cmd && each.script === undefined && within(each.command, cmd)) continue;
    const run = options.runner?.(each.command);
    if (typeof run === 'string') return run;
    if (run) {
      uses.push({ started: each, word: undefined, ...run });
      continue;
    }
    for (const word of programWords(each.command)) {
      const path = pathsOf(word.value, stage, options).find((one) => options.isBuilt(one));
      if (path !== undefined) uses.push({ started: each, word, path, args: each.command.args });
      else called.add(word.value);
    }
  }
  if (uses.length === 0)
    return `The container starts ${firstProgram(started.commands, instructions)}, which is no program that the build is known to make.`;
  const keeps = uses.some(({ started: { script } }) => script !== undefined);
  const programs = new Map(uses.map(({ path }) => [path, options.place(path, keeps)]));
  const texts = new Map<Instruction, string>();
  for (const instruction of instructions) {
    const own = uses.filter(
      ({ started: { command, script } }) => script === undefined && within(command, instruction),
    );
    const text = textOf(instruction, own, programs, instructions, model);
    if (text === undefined)
      return `The program that ${instruction.keyword} starts stands in a nested script.`;
    texts.set(instruction, text);
  }
  const needsShell = instructions.some(
    (instruction) => !isJson(instruction) && !isPlain(instruction, instructions, model),
  );
  return { texts, programs, called, scripts: started.scripts, needsShell };
}

/** The program, and behind an init what that starts. */
function programWords({ words, name }: ShellCommand): readonly ShellWord[] {
  const [program] = words;
  if (!program) return [];
  const inner = inits.test(name) ? words.slice(1).find(({ value }) => !value.startsWith('-')) : undefined;
  return inner ? [program, inner] : [program];
}

function pathsOf(program: string, stage: Stage, { searched }: StartOptions): readonly string[] {
  if (program.includes('/')) return [resolvePath(stage.endState.workdir ?? '/', program)];
  const path = stage.endState.env.get('PATH');
  const own = path?.known === true ? path.value.split(':').filter((folder) => folder.startsWith('/')) : [];
  return [...own, ...searched, ...programFolders].map((folder) => resolvePath(folder, program));
}

function firstProgram(commands: readonly StartedCommand[], instructions: readonly Instruction[]): string {
  const words = commands.find(({ command }) => !/^(?:set|cd|export|echo)$/.test(command.name))?.command.words;
  return `\`${(words ?? instructions[0]!.words).slice(0, 3).map(({ value }) => value).join(' ')}\``; // prettier-ignore
}

function within({ span }: ShellCommand, instruction: Instruction): boolean {
  return span.start >= instruction.span.start && span.end <= instruction.span.end;
}

function isJson(instruction: Instruction): boolean {
  return (
    instruction.json ||
    instruction.inner?.json === true ||
    (instruction.keyword === 'HEALTHCHECK' && !instruction.inner)
  );
}

/** A single command in shell form that a shell does nothing for, and that nothing else is handed to or gets. */
function isPlain(instruction: Instruction, all: readonly Instruction[], model: DockerfileModel): boolean {
  const { keyword } = instruction;
  if (keyword === 'HEALTHCHECK' || all.some((one) => one !== instruction && one.keyword !== 'HEALTHCHECK')) return false; // prettier-ignore
  const script = shellOf(instruction, model);
  const [command, ...others] = script?.commands ?? [];
  return (
    command !== undefined &&
    others.length === 0 &&
    script?.items.length === 1 &&
    command.exact &&
    command.assignments.length === 0 &&
    command.redirects.length === 0 &&
    command.wrappers.every((wrapper) => wrapper === 'exec') &&
    command.words.every(({ literal }) => literal)
  );
}

function textOf(
  instruction: Instruction,
  uses: readonly Use[],
  programs: ReadonlyMap<string, string>,
  all: readonly Instruction[],
  model: DockerfileModel,
): string | undefined {
  const { start, end } = instruction.span;
  const original = model.text.slice(start, end);
  const [use] = uses;
  if (!use) return original;
  const { command } = use.started;
  if (!instruction.json && use.word === (use.word && command.words[0]) && isPlain(instruction, all, model)) {
    const args = use.word ? command.args : use.args;
    const program =
      use.word && isSame(use.word.value, use.path, programs.get(use.path)!)
        ? use.word.value
        : programs.get(use.path)!;
    return `${keywordCase(model, instruction.keyword)} ${formatJsonForm([program, ...args.map(({ value }) => value)])}`;
  }
  const edits: TextEdit[] = [];
  for (const { word, path, args, started } of uses) {
    const to = programs.get(path)!;
    if (word && isSame(word.value, path, to)) continue;
    const isOuter = isOuterJson(instruction, started.command);
    if (!isOuter && !started.command.exact) return undefined;
    if (word) edits.push({ span: word.span, newText: isOuter ? JSON.stringify(to) : to });
    else edits.push(runnerEdit(started.command, args, to, isOuter));
  }
  const shifted = edits.map(({ span, newText }) => ({ newText, span: { start: span.start - start, end: span.end - start } })); // prettier-ignore
  return applyEdits(original, shifted);
}

/** The words of the tool make room for the program. */
function runnerEdit(
  { words }: ShellCommand,
  args: readonly ShellWord[],
  to: string,
  json: boolean,
): TextEdit {
  const [first] = args;
  const { start } = words[0]!.span;
  const last = words.findLast(({ span }) => first === undefined || span.end <= first.span.start)!;
  return { span: { start, end: last.span.end }, newText: json ? JSON.stringify(to) : to };
}

/** A path that stays needs no edit; a name stays where its program is found by it. */
function isSame(written: string, from: string, to: string): boolean {
  return from === to || (!written.includes('/') && programFolders.includes(to.slice(0, to.lastIndexOf('/'))) && to.endsWith(`/${written}`)); // prettier-ignore
}

function isOuterJson(instruction: Instruction, { words }: ShellCommand): boolean {
  const form = instruction.inner ?? instruction;
  return (
    form.json &&
    form.words.some(({ span }) => span.start === words[0]?.span.start && span.end === words[0].span.end)
  );
}
