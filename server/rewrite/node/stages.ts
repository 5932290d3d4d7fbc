/** Writes the stages that the Node layouts share. */
import { copiesWholeContext } from '../../dockerfile/copies.ts';
import { unquote } from '../../dockerfile/expand.ts';
import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import { keywordCase } from '../../edit/insert.ts';
import type { Draft } from '../draft.ts';
import { fromLine } from '../keywords.ts';
import type { InstallLines } from './install-lines.ts';
import { isRuntimeOnly, variablesUsed, type NodeReading } from './reading.ts';
import { runtimePackages } from './system-packages.ts';

/** Keywords that describe the finished image. */
const imageKeywords: ReadonlySet<string> = new Set([
  'LABEL', 'EXPOSE', 'VOLUME', 'STOPSIGNAL', 'HEALTHCHECK', 'CMD', 'ENTRYPOINT', 'USER', 'MAINTAINER',
]); // prettier-ignore

/** RUNs that prepare tools every installing stage needs. */
export function hasSetup(reading: NodeReading): boolean {
  return [...reading.runs.values()].some(({ sides }) => sides.has('setup') || sides.has('system'));
}

/**
 * The stage (or stages) that install and build: `build`, on a `base` of its own when tools are set up first, so that
 * `prod-deps` can share it.
 */
export function writeBuildStage(
  draft: Draft,
  reading: NodeReading,
  lines: InstallLines,
  model: DockerfileModel,
): void {
  const shared = hasSetup(reading) && lines.production !== undefined && lines.hasProduction;
  const { stage } = reading;
  draft.stage(fromLine(model, shared ? 'base' : 'build'), stage.from);
  const later: Instruction[] = [];
  let installed = false;
  for (const instruction of stage.instructions) {
    const { keyword } = instruction;
    if (imageKeywords.has(keyword)) continue;
    if (keyword === 'ARG' || keyword === 'WORKDIR') draft.keep(instruction);
    else if (keyword === 'ENV') writeEnv(draft, instruction, model, 'build');
    else if (keyword === 'COPY' || keyword === 'ADD') {
      const copy = reading.copies.get(instruction)!;
      if (copy.from !== undefined || installed) draft.keep(instruction);
      else if (isManifestCopy(instruction, reading, lines)) draft.comments(instruction);
      else later.push(instruction);
    } else if (keyword === 'RUN') {
      if (instruction !== reading.install.instruction) {
        writeBuildRun(draft, instruction, reading, model);
        continue;
      }
      writeSetupItems(draft, reading, model);
      draft.lines(lines.manifests);
      if (shared) draft.stage(fromLine(model, 'build', 'base'));
      draft.replace(instruction, lines.all);
      for (const copy of later) draft.keep(copy);
      writeItems(draft, instruction, reading, model, 'build');
      installed = true;
    } else draft.keep(instruction);
  }
}

/** The stage with production packages only; false when there is none to make. */
export function writeProductionStage(
  draft: Draft,
  reading: NodeReading,
  lines: InstallLines,
  model: DockerfileModel,
): 'prod-deps' | 'build' | undefined {
  if (!lines.hasProduction) return undefined;
  if (lines.production === undefined) {
    if (lines.prune === undefined) return 'build';
    draft.line(lines.prune);
    return 'build';
  }
  if (hasSetup(reading)) draft.stage(fromLine(model, 'prod-deps', 'base'));
  else {
    draft.stage(fromLine(model, 'prod-deps'));
    for (const instruction of reading.stage.instructions) {
      if (instruction === reading.install.instruction) break;
      if (instruction.keyword === 'WORKDIR') draft.keep(instruction);
      else if (instruction.keyword === 'ENV') writeEnv(draft, instruction, model, 'build');
      else if (instruction.keyword === 'ARG') draft.keep(instruction);
    }
    draft.lines(lines.manifests);
  }
  draft.line(lines.production);
  return 'prod-deps';
}

export interface RuntimeOptions {
  /** COPY lines that bring the program, written for the working directory in force where they are placed. */
  readonly artifacts: (workdir: string) => readonly string[];
  /** The image of the stage; undefined: as the user's. */
  readonly image?: string;
  /** Replaces CMD and ENTRYPOINT; undefined keeps them. */
  readonly command?: readonly string[];
  readonly nodeEnv: boolean;
  /** Leave out instructions that only Node needs (static sites). */
  readonly foreign?: boolean;
  /** Keep COPY instructions from the context as they are (a server without a build). */
  readonly keepCopies?: boolean;
  /** Package managers are set up again: the start command goes through one. */
  readonly keepSetup?: boolean;
}

/** The final stage: the program, and everything of the user's that describes the image. Returns an obstacle or undefined. */
export function writeRuntimeStage(
  draft: Draft,
  reading: NodeReading,
  model: DockerfileModel,
  options: RuntimeOptions,
): string | undefined {
  const { stage } = reading;
  draft.stage(fromLine(model, undefined, options.image));
  const used = usedAtRuntime(stage.instructions);
  let placed = false;
  let environment = !options.nodeEnv || stage.endState.env.has('NODE_ENV');
  const place = (before: Instruction | undefined): void => {
    if (placed) return;
    placed = true;
    if (!environment) draft.line(`${keywordCase(model, 'ENV')} NODE_ENV=production`);
    environment = true;
    draft.lines(options.artifacts((before?.state ?? stage.endState).workdir ?? '/'));
  };
  for (const instruction of stage.instructions) {
    const { keyword } = instruction;
    if (keyword === 'ARG') {
      if (instruction.pairs.some(({ key }) => used.has(key))) draft.keep(instruction);
    } else if (keyword === 'ENV') {
      if (options.foreign) writeEnv(draft, instruction, model, 'foreign');
      else draft.keep(instruction);
    } else if (keyword === 'WORKDIR') {
      if (!options.foreign) draft.keep(instruction);
    } else if (keyword === 'COPY' || keyword === 'ADD') {
      const copy = reading.copies.get(instruction)!;
      if (copy.from !== undefined) draft.keep(instruction);
      else {
        place(instruction);
        if (options.keepCopies || leavesProject(instruction, reading)) draft.keep(instruction);
      }
    } else if (keyword === 'RUN') {
      if (instruction === reading.install.instruction) place(instruction);
      const obstacle = writeRuntimeRun(draft, instruction, reading, model, options.keepSetup === true);
      if (obstacle) return obstacle;
    } else if (keyword === 'CMD' || keyword === 'ENTRYPOINT') {
      place(instruction);
      if (!options.command) draft.keep(instruction);
      else draft.comments(instruction);
    } else if (keyword === 'USER' && options.foreign) draft.comments(instruction);
    else {
      if (keyword !== 'LABEL' && keyword !== 'MAINTAINER' && keyword !== 'USER') place(instruction);
      draft.keep(instruction);
    }
  }
  place(undefined);
  if (options.command) draft.lines(options.command);
  return undefined;
}

/** A copy whose target lies outside of the project's folder: an entrypoint script, a configuration in /etc. */
function leavesProject(instruction: Instruction, reading: NodeReading): boolean {
  const target = reading.copies.get(instruction)?.target;
  return (
    target !== undefined &&
    target !== reading.imageRoot &&
    !target.startsWith(`${reading.imageRoot === '/' ? '' : reading.imageRoot}/`)
  );
}

function isManifestCopy(instruction: Instruction, reading: NodeReading, lines: InstallLines): boolean {
  const copy = reading.copies.get(instruction)!;
  if (copiesWholeContext(copy) || copy.inline || copy.target !== reading.imageRoot) return false;
  const prefix = reading.contextRoot === '' ? '' : `${reading.contextRoot}/`;
  return copy.sources.every((source) => {
    const name = source.path.startsWith(prefix) ? source.path.slice(prefix.length) : source.path;
    return (
      lines.inputs.paths.includes(source.path) ||
      /^(?:package|yarn|pnpm|npm|bun|\.npmrc|\.yarnrc)[^/]*$/.test(name)
    );
  });
}

/** Build stages get the variables a build may read; NODE_ENV=production before an install would leave its tools out. */
function writeEnv(
  draft: Draft,
  instruction: Instruction,
  model: DockerfileModel,
  side: 'build' | 'foreign',
): void {
  const kept = instruction.pairs.filter((pair) =>
    side === 'build' ? !isRuntimeOnly(pair) : pair.key !== 'NODE_ENV' && isRuntimeOnly(pair),
  );
  if (kept.length === instruction.pairs.length) draft.keep(instruction);
  else if (kept.length > 0)
    draft.line(
      `${keywordCase(model, 'ENV')} ${kept.map(({ key, rawValue }) => `${key}=${rawValue ?? ''}`).join(' ')}`,
    );
}

function usedAtRuntime(instructions: readonly Instruction[]): ReadonlySet<string> {
  const used = new Set<string>();
  for (const instruction of instructions)
    if (instruction.keyword === 'ENV' || imageKeywords.has(instruction.keyword))
      for (const name of variablesUsed(instruction)) used.add(name);
  return used;
}

function writeBuildRun(
  draft: Draft,
  instruction: Instruction,
  reading: NodeReading,
  model: DockerfileModel,
): void {
  const run = reading.runs.get(instruction)!;
  const sides = [...run.sides].filter((side) => side !== 'neutral');
  if (sides.every((side) => side === 'build' || side === 'setup' || side === 'system') && sides.length > 0)
    draft.keep(instruction);
  else if (sides.includes('build')) writeItems(draft, instruction, reading, model, 'build');
  else if (!sides.includes('files')) draft.comments(instruction);
}

/** What stands before the install in its own RUN (`corepack enable && pnpm install`). */
function writeSetupItems(draft: Draft, reading: NodeReading, model: DockerfileModel): void {
  writeItems(draft, reading.install.instruction, reading, model, 'setup');
}

function writeItems(
  draft: Draft,
  instruction: Instruction,
  reading: NodeReading,
  model: DockerfileModel,
  side: 'build' | 'setup',
): void {
  const texts = reading.runs
    .get(instruction)!
    .items.filter((item) => item.side === side || (side === 'setup' && item.side === 'system'))
    .map(({ text }) => text);
  if (texts.length > 0) draft.line(`${keywordCase(model, 'RUN')} ${texts.join(' && ')}`);
}

function writeRuntimeRun(
  draft: Draft,
  instruction: Instruction,
  reading: NodeReading,
  model: DockerfileModel,
  keepSetup: boolean,
): string | undefined {
  const { sides } = reading.runs.get(instruction)!;
  if (sides.has('files')) {
    if ([...sides].every((side) => side === 'files' || side === 'neutral')) draft.keep(instruction);
    else
      return `\`${unquote(draft.textOf(instruction).split('\n')[0]!, '\\')}\` does work for the build and for the running program in one RUN.`;
  } else if (sides.has('system') && instruction !== reading.install.instruction) {
    const text = runtimePackages(instruction, model);
    if (text === null)
      return 'Which of the installed system packages the running program needs is not certain.';
    if (text !== undefined) draft.replace(instruction, text);
  } else if (sides.has('setup') && keepSetup && instruction !== reading.install.instruction)
    draft.keep(instruction);
  return undefined;
}
