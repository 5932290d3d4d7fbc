/** Reads a single-stage Dockerfile of a Node project: what each instruction is for. */
import { readCopy, type Copy } from '../../dockerfile/copies.ts';
import { expandWord } from '../../dockerfile/expand.ts';
import type { DockerfileModel, Instruction, KeyValue, Stage } from '../../dockerfile/model.ts';
import { rootBase } from '../../dockerfile/stages.ts';
import { shellOf } from '../../dockerfile/shell.ts';
import type { NodeProject } from '../../project/facts.ts';
import type { Facts } from '../../rules/rule.ts';
import { nodeInstalls, type NodeInstallSite } from '../../tools/installs.ts';
import { findStart, type Start } from './start.ts';
import { sideOf, type CommandSide } from './run-parts.ts';

export interface RunReading {
  readonly instruction: Instruction;
  readonly sides: ReadonlySet<CommandSide>;
  /** Texts of the top-level links by side, in order. */
  readonly items: readonly { readonly side: CommandSide; readonly text: string }[];
}

export interface NodeReading {
  readonly stage: Stage;
  readonly project: NodeProject;
  readonly install: NodeInstallSite;
  /** Absolute image path of the project's folder. */
  readonly directory: string;
  /** Context folder that lies at `contextRoot`'s place in the image. */
  readonly contextRoot: string;
  readonly imageRoot: string;
  readonly start: Start;
  readonly runs: ReadonlyMap<Instruction, RunReading>;
  readonly copies: ReadonlyMap<Instruction, Copy>;
  /** Runs a script or a compiler after the install. */
  readonly builds: boolean;
}

/** The reading, or why there is none: a complete sentence for the user. */
export function readNodeStage(model: DockerfileModel, facts: Facts): NodeReading | string {
  const [stage] = model.stages;
  if (!stage || model.stages.length !== 1) return 'The file already has several stages.';
  if (model.isWindows) return 'Windows images are not rewritten.';
  const installs = nodeInstalls(model, facts);
  const [install] = installs;
  if (!install) return 'No dependency install was found in the file.';
  if (installs.length > 1)
    return `The file installs dependencies ${installs.length} times; which of them the running program needs is not certain.`;
  const { project, directory } = install;
  if (!facts.context.known) return 'The build context is not known, so neither is the project.';
  if (!project || directory === undefined)
    return 'The package.json that the install reads was not found in the build context.';
  // The official images start in `/`; where another one does is not known.
  const base = rootBase(stage);
  if (
    install.instruction.state.workdir === undefined &&
    !(base.kind === 'image' && facts.images.lookup(base.reference))
  )
    return 'The file sets no WORKDIR, and where its base image starts is not known.';
  const copies = new Map<Instruction, Copy>();
  const runs = new Map<Instruction, RunReading>();
  for (const instruction of stage.instructions) {
    if (instruction.keyword === 'ONBUILD' || instruction.keyword === 'SHELL')
      return `${instruction.keyword} is not moved between stages.`;
    const copy = readCopy(instruction);
    if (copy) {
      if (copy.target === undefined || copy.sources.some((source) => !source.complete))
        return `\`${short(instruction, model)}\` copies to a place that only the build knows.`;
      copies.set(instruction, copy);
    }
    if (instruction.keyword !== 'RUN') continue;
    const run = readRun(instruction, model);
    if (!run || run.sides.has('unknown'))
      return `\`${short(instruction, model)}\` could serve the build or the running program; that is not certain.`;
    runs.set(instruction, run);
  }
  const root = findRoot(install, copies);
  if (!root) return 'Where the sources are copied to was not found.';
  const builds = [...runs.values()].some(({ sides }) => sides.has('build'));
  return {
    stage,
    project,
    install,
    directory,
    ...root,
    start: findStart(stage, model, project),
    runs,
    copies,
    builds,
  };
}

function short(instruction: Instruction, model: DockerfileModel): string {
  const text = model.text.slice(instruction.span.start, instruction.span.end).replace(/\\?\r?\n\s*/g, ' ');
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** The folder of the context that is laid over the image at the project's place. */
function findRoot(
  install: NodeInstallSite,
  copies: ReadonlyMap<Instruction, Copy>,
): { contextRoot: string; imageRoot: string } | undefined {
  const { project, directory } = install;
  if (!project || directory === undefined) return undefined;
  // The project's own folder maps to the install's directory, however it came there.
  const root = project.workspaceRoot ?? project.directory;
  return copies.size > 0 ? { contextRoot: root, imageRoot: directory } : undefined;
}

function readRun(instruction: Instruction, model: DockerfileModel): RunReading | undefined {
  const script = shellOf(instruction, model);
  if (!script || script.errors.length > 0 || script.exec) return undefined;
  const items = script.items.map((item, i) => {
    const sides = new Set(script.commands.filter((command) => command.item === i).map(sideOf));
    sides.delete('neutral');
    const side: CommandSide = sides.size === 0 ? 'neutral' : sides.size === 1 ? [...sides][0]! : 'unknown';
    return { side, text: model.text.slice(item.span.start, item.span.end) };
  });
  const sides = new Set(items.map(({ side }) => side));
  // Links are only taken apart at `&&`: with anything else the order has a meaning of its own.
  const splittable =
    script.items.every(({ separator }) => separator === undefined || separator === '&&') && !script.heredoc;
  const kinds = [...sides].filter((side) => side !== 'neutral');
  if (kinds.length > 1 && !splittable) return undefined;
  return { instruction, sides, items };
}

/** Names of the variables that an instruction's text uses. */
export function variablesUsed(instruction: Instruction): ReadonlySet<string> {
  const { variables } = expandWord(
    instruction.args.text.replaceAll("'", ' '),
    () => undefined,
    instruction.escape,
  );
  return new Set(variables.map(({ name }) => name));
}

/** Variables that only the running program reads, whatever builds it. */
const runtimeOnly: ReadonlySet<string> = new Set([
  'NODE_ENV',
  'PORT',
  'HOST',
  'HOSTNAME',
  'TZ',
  'LOG_LEVEL',
  'LISTEN_ADDR',
]);

export function isRuntimeOnly(pair: KeyValue): boolean {
  return runtimeOnly.has(pair.key);
}
