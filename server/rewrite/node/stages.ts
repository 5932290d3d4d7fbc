/** Writes the stages that build: `build`, and `prod-deps` beside it. */
import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import { keywordCase } from '../../edit/insert.ts';
import { copyText } from '../copy-text.ts';
import type { Draft } from '../draft.ts';
import { writePairs } from '../env-text.ts';
import { fromLine, newStageName } from '../keywords.ts';
import type { InstallLines } from './install-lines.ts';
import { imageKeywords, isRuntimeOnly, type NodeReading } from './reading.ts';
import type { CommandSide } from './run-parts.ts';
import { startedPackages } from './setup.ts';

/** Something that every installing stage needs is set up before the install: tools, system packages, configuration. */
export function hasSetup(reading: NodeReading): boolean {
  const { stage, install, runs, roles } = reading;
  return stage.instructions.some((instruction) => {
    if (instruction.index > install.instruction.index) return false;
    const sides = runs.get(instruction)?.sides;
    const role = roles.get(instruction);
    return (
      sides?.has('setup') === true || sides?.has('system') === true || role === 'outside' || role === 'stage'
    );
  });
}

/** `shared`: the stages `build` and `prod-deps` begin with a common `base`. `name`: another one than `build`. */
export function writeBuildStage(
  draft: Draft,
  reading: NodeReading,
  lines: InstallLines,
  model: DockerfileModel,
  shared: boolean,
  name = 'build',
): void {
  const { stage, install } = reading;
  draft.stage(fromLine(model, newStageName(model, shared ? 'base' : name)), stage.from);
  const end = lastBuildIndex(reading);
  const later: Instruction[] = [];
  let installed = false;
  for (const instruction of stage.instructions) {
    const { keyword } = instruction;
    const { workdir } = instruction.state;
    if (imageKeywords.has(keyword)) continue;
    if (instruction.index > end) {
      // What comes behind the last build step is for the running program; clean-up is no longer needed.
      if (keyword === 'RUN' && !reading.runs.get(instruction)!.sides.has('files'))
        draft.comments(instruction);
    } else if (keyword === 'ARG' || keyword === 'ENV') writeVariables(draft, instruction, model);
    else if (keyword === 'COPY' || keyword === 'ADD') {
      const role = reading.roles.get(instruction)!;
      if (role === 'manifest' && !installed && lines.inputs.needsSources === undefined)
        draft.comments(instruction);
      else if (installed || role === 'stage' || role === 'outside' || lines.inputs.needsSources !== undefined)
        keepCopy(draft, instruction, reading, model, workdir);
      else later.push(instruction);
    } else if (instruction === install.instruction) {
      writeItems(draft, instruction, reading, model, ['setup', 'system']);
      const isApart = shared && lines.productionManifests !== undefined;
      if (lines.inputs.needsSources === undefined && !isApart) draft.lines(lines.manifests);
      if (shared) draft.stage(fromLine(model, newStageName(model, 'build'), newStageName(model, 'base')));
      if (isApart) draft.lines(lines.manifests);
      draft.replace(instruction, lines.all);
      for (const copy of later) keepCopy(draft, copy, reading, model, workdir);
      if (lines.afterSources !== undefined) draft.line(lines.afterSources);
      writeItems(draft, instruction, reading, model, ['build']);
      installed = true;
    } else if (keyword === 'RUN') writeBuildRun(draft, instruction, reading, model);
    else draft.keep(instruction);
  }
}

/** Index of the last instruction that the build needs; a build that is added behind it needs all copies. */
function lastBuildIndex({ stage, install, runs, copies }: NodeReading): number {
  const builds = stage.instructions.filter((instruction) => runs.get(instruction)?.sides.has('build'));
  const last = builds.at(-1) ?? [...copies.keys()].at(-1);
  return Math.max(install.instruction.index, last?.index ?? 0);
}

function keepCopy(
  draft: Draft,
  instruction: Instruction,
  reading: NodeReading,
  model: DockerfileModel,
  workdir: string | undefined,
): void {
  draft.replace(
    instruction,
    copyText(reading.copies.get(instruction)!, model, { workdir, keepsOwner: false }),
  );
}

/** The stage with production packages only, and the name of the stage that has them; undefined when there are none. */
export function writeProductionStage(
  draft: Draft,
  reading: NodeReading,
  lines: InstallLines,
  model: DockerfileModel,
  shared: boolean,
): 'prod-deps' | 'build' | undefined {
  if (!lines.hasProduction) return undefined;
  if (lines.production === undefined) {
    if (lines.prune !== undefined) draft.line(lines.prune);
    return 'build';
  }
  if (shared) {
    draft.stage(fromLine(model, newStageName(model, 'prod-deps'), newStageName(model, 'base')));
    draft.lines(lines.productionManifests ?? []);
  } else {
    draft.stage(fromLine(model, newStageName(model, 'prod-deps')));
    writeInstallSetting(draft, reading, model);
    draft.lines(lines.productionManifests ?? lines.manifests);
  }
  draft.line(lines.production);
  return 'prod-deps';
}

/** What holds at the install: WORKDIR, ENV, ARG, tools, and files from elsewhere. */
export function writeInstallSetting(draft: Draft, reading: NodeReading, model: DockerfileModel): void {
  const { stage, install, roles } = reading;
  for (const instruction of stage.instructions) {
    const { keyword } = instruction;
    const role = roles.get(instruction);
    if (keyword === 'WORKDIR') draft.keep(instruction);
    else if (keyword === 'ENV' || keyword === 'ARG') writeVariables(draft, instruction, model);
    else if (role === 'outside' || role === 'stage')
      keepCopy(draft, instruction, reading, model, instruction.state.workdir);
    else if (keyword === 'RUN') writeItems(draft, instruction, reading, model, ['setup', 'system']);
    if (instruction === install.instruction) return;
  }
}

/** Build stages get the variables a build may read; NODE_ENV=production before an install would leave its tools out. */
function writeVariables(draft: Draft, instruction: Instruction, model: DockerfileModel): void {
  writePairs(draft, instruction, model, (pair) =>
    instruction.keyword === 'ARG' ? pair.key !== 'NODE_ENV' : !isRuntimeOnly(pair),
  );
}

function writeBuildRun(
  draft: Draft,
  instruction: Instruction,
  reading: NodeReading,
  model: DockerfileModel,
): void {
  const { sides } = reading.runs.get(instruction)!;
  if (sides.has('build') || sides.has('setup') || sides.has('system'))
    writeItems(draft, instruction, reading, model, ['build', 'setup', 'system']);
  else if (!sides.has('files')) draft.comments(instruction);
}

/** The links of a RUN that are for these purposes: as the user wrote it when that is all of it, else as a RUN of their own. */
function writeItems(
  draft: Draft,
  instruction: Instruction,
  reading: NodeReading,
  model: DockerfileModel,
  wanted: readonly CommandSide[],
): void {
  const { items } = reading.runs.get(instruction)!;
  const started = startedPackages(reading, instruction, model);
  const isWanted = (i: number): boolean => wanted.includes(items[i]!.side) && !started.has(i);
  const last = items.findLastIndex((_, i) => isWanted(i));
  const kept = items.filter(
    ({ side, isSetting }, i) => isWanted(i) || (i < last && side === 'neutral' && isSetting),
  );
  if (last < 0) {
    if (instruction !== reading.install.instruction) draft.comments(instruction);
    return;
  }
  const rest = items.filter((item) => !kept.includes(item));
  if (rest.every(({ side }) => side === 'neutral')) draft.keep(instruction);
  else
    draft.replace(instruction, `${keywordCase(model, 'RUN')} ${kept.map(({ text }) => text).join(' && ')}`);
}
