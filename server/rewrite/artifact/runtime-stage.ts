/** Writes the stage that runs what the build stage made. */
import type { Copy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import { keywordCase } from '../../edit/insert.ts';
import { shorten } from '../../tools/install-inputs.ts';
import type { Draft } from '../draft.ts';
import { variablesUsed, writePairs } from '../env-text.ts';
import { fromLine } from '../keywords.ts';
import type { SplitPackages } from '../system/packages.ts';
import { RuntimeRuns } from '../system/runtime-run.ts';
import { buildStageName } from './build-stage.ts';
import { FinalPaths } from './final-paths.ts';
import { givenLater } from './given.ts';
import type { ArtifactItem, ArtifactReading } from './reading.ts';

/** What the final stage takes from the build stage. */
export interface Artifact {
  /** Absolute path in the build stage. */
  readonly from: string;
  /** Absolute path in the final stage. */
  readonly to: string;
  /** A folder's contents are copied. */
  readonly isFolder: boolean;
  /** `--chown` of the copy. */
  readonly owner?: string | undefined;
}

export interface RuntimeParts {
  /** The image of the stage; undefined: the user's own. */
  readonly image: string | undefined;
  /** The image is for the platform that the user's FROM names, if it names one. */
  readonly keepsPlatform?: boolean;
  /** False for images without a shell: nothing can run while they are built. */
  readonly hasShell: boolean;
  readonly artifacts: readonly Artifact[];
  /** Lines that follow FROM: what the build image set and this one does not. */
  readonly head?: readonly string[];
  /** COPY lines that bring files of the context, which only the final stage needs; or how they are written where `workdir` is in force. */
  readonly assets?: readonly string[] | ((workdir: string | undefined) => readonly string[]);
  /** CMD, ENTRYPOINT and HEALTHCHECK in other words. */
  readonly texts: ReadonlyMap<Instruction, string>;
  readonly packages: SplitPackages;
  /** Packages of the distribution that the final stage needs besides. */
  readonly libraries: readonly string[];
  /** The package manager of the image; Debian's where nothing is said. */
  readonly packageManager?: string | undefined;
  /** Does only the toolchain read the variable? */
  readonly isBuildVariable: (name: string) => boolean;
  /** A copy before the last build that the running program needs at its own place as well. */
  readonly keepsCopy: (copy: Copy) => boolean;
  /** The image has an account of its own for programs: the user's commands that make one are left out. */
  readonly hasAccount?: boolean;
  /** The image is of the user's own kind: what commands do to its files outside of the artifacts, they do here too. */
  readonly sameFiles?: boolean;
}

/** Undefined, or why the stage can't be written: a complete sentence. */
export function writeRuntimeStage(
  draft: Draft,
  reading: ArtifactReading,
  model: DockerfileModel,
  parts: RuntimeParts,
): string | undefined {
  const { stage, lastBuild } = reading;
  const paths = new FinalPaths(reading, parts.artifacts, parts.keepsCopy, parts.sameFiles ?? false);
  const runs = new RuntimeRuns(
    model,
    parts.packages,
    parts.libraries,
    (item) => isNeeded(item as ArtifactItem, reading, paths, parts),
    parts.packageManager,
  );
  const kept = keptInstructions(reading, model, parts, runs);
  if (typeof kept === 'string') return kept;
  draft.stage(fromLine(model, stage.name, parts.image, parts.keepsPlatform));
  draft.lines(parts.head ?? []);
  const given = givenLater(reading, parts.artifacts);
  const needed = firstNeed([...kept.keys()], lastBuild);
  let placed = false;
  const place = (workdir: string | undefined): void => {
    if (placed) return;
    placed = true;
    if (runs.installLine !== undefined) draft.line(runs.installLine);
    const copy = keywordCase(model, 'COPY');
    for (const artifact of parts.artifacts)
      draft.line(
        artifactLine(
          { ...artifact, owner: artifact.owner ?? given?.owner },
          copy,
          buildStageName(stage),
          workdir,
        ),
      );
    const { assets = [] } = parts;
    draft.lines(typeof assets === 'function' ? assets(workdir) : assets);
  };
  for (const instruction of stage.instructions) {
    const isBehind = given === undefined || instruction.index > given.by.index;
    if (
      isBehind &&
      kept.has(instruction) &&
      (instruction.index >= needed || worksOnArtifacts(instruction, reading, paths))
    )
      place(instruction.state.workdir);
    const text = kept.get(instruction);
    if (instruction.keyword === 'ENV' && text !== undefined)
      writePairs(draft, instruction, model, ({ key }) => !parts.isBuildVariable(key));
    else if (text === undefined) draft.comments(instruction);
    else draft.replace(instruction, text);
  }
  place(stage.endState.workdir);
  return undefined;
}

const settings: ReadonlySet<string> = new Set(['ARG', 'ENV', 'LABEL', 'MAINTAINER', 'WORKDIR']);

/**
 * Index of the instruction that what was built goes in front of: the first that may work on it, or, once the working
 * directory is set, the first that says something about the image.
 */
function firstNeed(kept: readonly Instruction[], lastBuild: Instruction): number {
  const later = kept.filter(({ index }) => index > lastBuild.index);
  const work = later.find(({ keyword }) => ['RUN', 'COPY', 'ADD'].includes(keyword))?.index ?? Infinity;
  const folder = later.findLast(({ keyword, index }) => keyword === 'WORKDIR' && index < work)?.index ?? -1;
  const first = later.find(({ keyword, index }) => index > folder && !settings.has(keyword))?.index;
  return Math.min(work, first ?? Infinity);
}

/** A RUN that changes, before or while it is made, what is copied here. */
function worksOnArtifacts(instruction: Instruction, { runs }: ArtifactReading, paths: FinalPaths): boolean {
  return runs.get(instruction)?.script.commands.some((command) => paths.ofArtifacts(command)) === true;
}

function artifactLine(
  { from, to, isFolder, owner }: Artifact,
  copy: string,
  stage: string,
  workdir: string | undefined,
): string {
  const target = isFolder ? shorten(to, workdir) : fileTarget(from, to, workdir);
  const flags = [`--from=${stage}`, ...(owner === undefined ? [] : [`--chown=${owner}`])];
  return `${copy} ${flags.join(' ')} ${isFolder && !from.endsWith('/') ? `${from}/` : from} ${target}`;
}

/** A file that keeps its name goes into the folder, another one gets its name. */
function fileTarget(from: string, to: string, workdir: string | undefined): string {
  const name = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
  const folder = shorten(to.slice(0, to.lastIndexOf('/')) || '/', workdir);
  if (/[*?[]/.test(from) || name(from) !== name(to)) return `${folder === './' ? '' : folder}${name(to)}`;
  return folder;
}

/** The instructions of the final stage with their texts, or why one can't be there. */
function keptInstructions(
  reading: ArtifactReading,
  model: DockerfileModel,
  parts: RuntimeParts,
  runs: RuntimeRuns,
): ReadonlyMap<Instruction, string> | string {
  const { stage, copies, runs: read, lastBuild } = reading;
  const kept = new Map<Instruction, string>();
  for (const instruction of stage.instructions) {
    const { keyword } = instruction;
    const copy = copies.get(instruction);
    const run = read.get(instruction);
    const own = parts.texts.get(instruction);
    if (copy) {
      if (instruction.index < lastBuild.index && !parts.keepsCopy(copy)) continue;
    } else if (run) {
      const text = runs.textOf(run);
      if (text === undefined) continue;
      if (!parts.hasShell)
        return `\`${text.split('\n')[0]!.replace(/\s*\\\s*$/, '')}\` needs a shell, which ${parts.image ?? 'the image'} does not have.`;
      kept.set(instruction, text);
      continue;
    } else if (keyword === 'USER' && parts.hasAccount === true) {
      // An account that the build image had need not exist here; a number always works.
      if (!/^[1-9]\d*(?::\d+)?$/.test(instruction.words[0]?.value ?? '')) continue;
    } else if (keyword === 'ENV' && instruction.pairs.every(({ key }) => parts.isBuildVariable(key)))
      continue;
    else if (keyword === 'ARG') continue;
    if (own === '') continue;
    kept.set(instruction, own ?? model.text.slice(instruction.span.start, instruction.span.end));
  }
  dropIdleFolders(kept, lastBuild);
  for (const instruction of usedArguments(reading, kept))
    kept.set(instruction, model.text.slice(instruction.span.start, instruction.span.end));
  return kept;
}

/** Build arguments that something of the final stage uses. */
function usedArguments({ stage }: ArtifactReading, kept: ReadonlyMap<Instruction, string>): Instruction[] {
  const found: Instruction[] = [];
  const used = new Set([...kept.keys()].flatMap((instruction) => [...variablesUsed(instruction)]));
  // An argument may be made of another one above it.
  for (const instruction of stage.instructions.toReversed()) {
    if (instruction.keyword !== 'ARG' || !instruction.pairs.some(({ key }) => used.has(key))) continue;
    found.push(instruction);
    for (const name of variablesUsed(instruction)) used.add(name);
  }
  return found;
}

/** A working directory that nothing stands in before the next absolute one is the build's. */
function dropIdleFolders(kept: Map<Instruction, string>, lastBuild: Instruction): void {
  const needed = firstNeed([...kept.keys()], lastBuild);
  let last: Instruction | undefined;
  for (const instruction of [...kept.keys()]) {
    const { keyword } = instruction;
    if (keyword === 'WORKDIR') {
      if (last && /^["']?\//.test(instruction.words[0]?.raw ?? '')) kept.delete(last);
      last = instruction;
    } else if (instruction.index >= needed || ['COPY', 'ADD', 'RUN'].includes(keyword)) last = undefined;
  }
}

/** Does the final image need what this link does? */
function isNeeded(
  { sides, commands }: ArtifactItem,
  { lastBuild }: ArtifactReading,
  paths: FinalPaths,
  { hasAccount = false }: RuntimeParts,
): boolean {
  if (sides.has('account')) return !hasAccount;
  if (sides.has('image')) return true;
  if (!sides.has('files')) return false;
  return commands.every((command) => paths.has(command, lastBuild));
}
