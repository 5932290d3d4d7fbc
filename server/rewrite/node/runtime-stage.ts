/** Writes the final stage: the program, and everything of the user's that describes the image. */
import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import type { Copy } from '../../dockerfile/copies.ts';
import { formatJsonForm } from '../../dockerfile/json-form.ts';
import { keywordCase } from '../../edit/insert.ts';
import { copyText } from '../copy-text.ts';
import type { Draft } from '../draft.ts';
import { variablesUsed, writePairs } from '../env-text.ts';
import { fromLine } from '../keywords.ts';
import { coversProject, isBuildOnly, isInstallConfiguration } from './copy-roles.ts';
import { imageKeywords, isRuntimeOnly, type NodeReading } from './reading.ts';
import { runtimeSetup } from './setup.ts';
import { runtimePackages } from './system-packages.ts';

export interface RuntimeOptions {
  /** COPY lines that bring the program, written for the working directory in force where they are placed. */
  readonly artifacts: (workdir: string | undefined) => readonly string[];
  /** The image of the stage; undefined: as the user's. */
  readonly image?: string;
  /** What becomes of the copies of the project's files: none is needed, those that only a build reads go, all stay. */
  readonly copies: 'none' | 'runtime' | 'all';
  /** The artifacts go behind the user's copies, because those may bring the same folder of the host. */
  readonly behindCopies?: boolean;
  /** The stage serves files and has no Node. */
  readonly foreign?: { readonly healthCheck: (instruction: Instruction) => string | undefined };
}

const settingKeywords: ReadonlySet<string> = new Set(['ARG', 'ENV', 'LABEL', 'MAINTAINER', 'WORKDIR']);

/** Returns an obstacle (a complete sentence) or undefined. */
export function writeRuntimeStage(
  draft: Draft,
  reading: NodeReading,
  model: DockerfileModel,
  options: RuntimeOptions,
): string | undefined {
  const { stage, start } = reading;
  draft.stage(fromLine(model, stage.name, options.image));
  const placeAt = placement(reading, options);
  const resolved = start.kind === 'program' ? start.resolved : undefined;
  const setup = options.foreign ? undefined : runtimeSetup(reading, model);
  let environment = options.foreign !== undefined;
  let placed = false;
  const installed = new Set<string>();
  const declare = (): void => {
    if (environment) return;
    environment = true;
    const env = stage.endState.env;
    const added = Object.entries(resolved?.instruction ? resolved.env : {}).filter(
      ([name]) => !env.has(name),
    );
    if (!env.has('NODE_ENV') && !added.some(([name]) => name === 'NODE_ENV'))
      added.unshift(['NODE_ENV', 'production']);
    if (added.length > 0)
      draft.line(
        `${keywordCase(model, 'ENV')} ${added.map(([name, value]) => `${name}=${value}`).join(' ')}`,
      );
  };
  const place = (before: Instruction | undefined): void => {
    declare();
    if (placed) return;
    placed = true;
    draft.lines(options.artifacts((before?.state ?? stage.endState).workdir));
  };
  for (const instruction of stage.instructions) {
    const { keyword } = instruction;
    const isSetting = settingKeywords.has(keyword);
    if (!isSetting) declare();
    // A working directory behind the placement is in force for what follows it.
    if (placeAt !== undefined && instruction.index > placeAt.index) place(instruction);
    if (instruction === placeAt && options.behindCopies !== true) place(instruction);
    if (keyword === 'ARG') writePairs(draft, instruction, model, ({ key }) => isUsed(key, reading, options));
    else if (keyword === 'ENV')
      writePairs(
        draft,
        instruction,
        model,
        (pair) => !options.foreign || (pair.key !== 'NODE_ENV' && isRuntimeOnly(pair)),
      );
    else if (keyword === 'WORKDIR') {
      if (!options.foreign) draft.keep(instruction);
    } else if (keyword === 'COPY' || keyword === 'ADD')
      writeCopy(draft, instruction, reading, model, options);
    else if (keyword === 'RUN') {
      const obstacle = writeRun(draft, instruction, reading, model, options, setup, placeAt, installed);
      if (obstacle) return obstacle;
    } else if (keyword === 'CMD' || keyword === 'ENTRYPOINT') {
      place(instruction);
      if (options.foreign) draft.comments(instruction);
      else if (instruction === resolved?.instruction)
        draft.replace(instruction, `${keywordCase(model, keyword)} ${formatJsonForm(resolved.argv)}`);
      else draft.keep(instruction);
    } else if (keyword === 'USER' && options.foreign) draft.comments(instruction);
    else if (keyword === 'HEALTHCHECK' && options.foreign) {
      place(instruction);
      const text = options.foreign.healthCheck(instruction);
      if (text === undefined) return 'HEALTHCHECK runs a command that the image of the server does not have.';
      draft.replace(instruction, text);
    } else draft.keep(instruction);
    // Of what has no place in any stage.
    draft.comments(instruction);
  }
  place(undefined);
  return undefined;
}

/**
 * The instruction at whose place the program is copied: the last copy of the project's files, because all accounts
 * that own them are there by then, or the first where all copies stay.
 */
function placement(reading: NodeReading, options: RuntimeOptions): Instruction | undefined {
  const { stage, roles, install } = reading;
  const copies = stage.instructions.filter((instruction) =>
    ['manifest', 'sources', 'extra'].includes(roles.get(instruction) ?? ''),
  );
  if (copies.length === 0) return install.instruction;
  return options.copies === 'all' && options.behindCopies !== true ? copies[0] : copies.at(-1);
}

/** Is a build argument used by what the final stage has? */
function isUsed(name: string, { stage, runs }: NodeReading, options: RuntimeOptions): boolean {
  return stage.instructions.some((instruction) => {
    const { keyword } = instruction;
    const sides = runs.get(instruction)?.sides;
    const isKept =
      imageKeywords.has(keyword) ||
      (keyword === 'ENV' && (!options.foreign || instruction.pairs.some(isRuntimeOnly))) ||
      (!options.foreign && (keyword === 'WORKDIR' || keyword === 'COPY' || keyword === 'ADD')) ||
      (!options.foreign &&
        sides !== undefined &&
        (sides.has('files') || sides.has('system') || sides.has('setup')));
    return isKept && variablesUsed(instruction).has(name);
  });
}

function writeCopy(
  draft: Draft,
  instruction: Instruction,
  reading: NodeReading,
  model: DockerfileModel,
  options: RuntimeOptions,
): void {
  const copy = reading.copies.get(instruction)!;
  if (isKept())
    draft.replace(
      instruction,
      copyText(copy, model, { workdir: instruction.state.workdir, keepsOwner: true }),
    );

  function isKept(): boolean {
    if (options.foreign) return false;
    switch (reading.roles.get(instruction)!) {
      case 'stage':
        return true;
      case 'outside':
        return !isInstallConfiguration(copy);
      case 'extra':
        return options.copies !== 'none';
      case 'manifest':
        return options.copies === 'all' && !isCoveredLater();
      case 'sources':
        return options.copies === 'all' || (options.copies === 'runtime' && isKeptAtRuntime(copy, reading));
    }
  }

  /** A later copy of the whole project brings these files again. */
  function isCoveredLater(): boolean {
    return [...reading.copies].some(
      ([other, later]) => other.index > instruction.index && coversProject(later, reading),
    );
  }
}

/** Of a project with a build output: parts of the project that the user copies by name and that no build is known to read alone. */
export function isKeptAtRuntime(copy: Copy, reading: NodeReading): boolean {
  return (
    reading.roles.get(copy.instruction) === 'sources' &&
    !coversProject(copy, reading) &&
    !isBuildOnly(copy, reading, reading.project)
  );
}

function writeRun(
  draft: Draft,
  instruction: Instruction,
  reading: NodeReading,
  model: DockerfileModel,
  options: RuntimeOptions,
  setup: ReadonlyMap<Instruction, string> | undefined,
  placeAt: Instruction | undefined,
  installed: Set<string>,
): string | undefined {
  if (options.foreign) return undefined;
  const { sides, items, touches } = reading.runs.get(instruction)!;
  const others = [...sides].filter((side) => side !== 'neutral');
  const line = `\`${draft.textOf(instruction).split(/\s*\\?\r?\n/)[0]!}\``;
  if (others.includes('files')) {
    if (others.some((side) => side !== 'files'))
      return `${line} does work for the build and for the running program in one RUN.`;
    if (placeAt && instruction.index < placeAt.index && touches.length > 0)
      return `${line} works on files of the project that are copied in other stages.`;
    draft.keep(instruction);
    return undefined;
  }
  if (others.includes('system')) {
    const text = runtimePackages(instruction, model, reading.distro, installed);
    if (text !== undefined) {
      if (others.some((side) => side !== 'system') || reading.install.instruction === instruction)
        return `${line} installs system packages that the running program may need together with other work.`;
      draft.replace(instruction, text);
    }
  }
  const kept = setup?.get(instruction);
  if (kept === undefined) return undefined;
  if (kept === items.map(({ text }) => text).join(' && ')) draft.keep(instruction);
  else draft.replace(instruction, `${keywordCase(model, 'RUN')} ${kept}`);
  return undefined;
}
