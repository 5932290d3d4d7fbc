/** Writes the stage that runs the program. */
import type { Copy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Instruction, KeyValue } from '../../dockerfile/model.ts';
import { applyEdits } from '../../dockerfile/span.ts';
import { keywordCase } from '../../edit/insert.ts';
import { removeWord } from '../../edit/words.ts';
import type { Draft } from '../draft.ts';
import { variablesUsed, writePairs } from '../env-text.ts';
import { fromLine, newStageName } from '../keywords.ts';
import type { SplitPackages } from '../system/packages.ts';
import { RuntimeRuns } from '../system/runtime-run.ts';
import { imageKeywords } from '../node/reading.ts';
import { isCoveredLater, isInstallFile, roleOf } from './copy-roles.ts';
import type { Environment } from './environment.ts';
import type { PythonReading } from './reading.ts';
import type { PythonStart } from './start.ts';
import { isBuildOnly } from './variables.ts';

export interface RuntimeParts {
  readonly environment: Environment;
  readonly start: PythonStart;
  /** The image of the stage; undefined: as the user's. */
  readonly image: string | undefined;
  /** By RUN. */
  readonly packages: SplitPackages;
  /** Libraries that packages of the full image need and no RUN installs. */
  readonly libraries: readonly string[];
}

const settings: ReadonlySet<string> = new Set(['ARG', 'ENV', 'LABEL', 'MAINTAINER', 'WORKDIR']);

export function writeRuntime(
  draft: Draft,
  reading: PythonReading,
  model: DockerfileModel,
  parts: RuntimeParts,
): void {
  const { stage, copies, runs, lastInstall } = reading;
  const { environment, start } = parts;
  draft.stage(fromLine(model, stage.name, parts.image));
  const packages = new RuntimeRuns(
    model,
    parts.packages,
    parts.libraries,
    ({ sides }) => sides.has('files') || sides.has('program'),
  );
  let declared = false;
  let placed = false;
  const declare = (): void => {
    if (declared) return;
    declared = true;
    if (!environment.onPath) draft.line(`${keywordCase(model, 'ENV')} PATH="${environment.path}/bin:$PATH"`);
    if (packages.installLine !== undefined) draft.line(packages.installLine);
  };
  const place = (): void => {
    declare();
    if (placed) return;
    placed = true;
    draft.line(
      `${keywordCase(model, 'COPY')} --from=${newStageName(model, 'build')} ${environment.path} ${environment.path}`,
    );
  };
  for (const instruction of stage.instructions) {
    const { keyword } = instruction;
    const copy = copies.get(instruction);
    const run = runs.get(instruction);
    if (!settings.has(keyword)) declare();
    if (copy) {
      if (!isKept(copy, reading)) {
        draft.comments(instruction);
        continue;
      }
      if (roleOf(copy) === 'sources') place();
      draft.replace(instruction, withoutInstallFiles(copy, model));
    } else if (run) {
      if (run.sides.has('program')) place();
      const text = packages.textOf(run);
      if (text === undefined) draft.comments(instruction);
      else draft.replace(instruction, text);
      if (instruction === lastInstall) place();
    } else if (keyword === 'ARG') {
      if (instruction.index > lastInstall.index || isUsed(instruction, reading)) draft.keep(instruction);
    } else if (keyword === 'ENV')
      writePairs(
        draft,
        instruction,
        model,
        (pair) =>
          instruction.index > lastInstall.index ||
          (!isToolPath(pair) && (!isBuildOnly(pair.key) || isNamed(pair.key, reading))),
      );
    else {
      const text = start.texts.get(instruction);
      if (text === undefined) draft.keep(instruction);
      else draft.replace(instruction, text);
    }
  }
  place();
}

/** Lockfiles and requirements beside a manifest stay in the build. */
function withoutInstallFiles(copy: Copy, model: DockerfileModel): string {
  const { start, end } = copy.instruction.span;
  const text = model.text.slice(start, end);
  if (roleOf(copy) !== 'manifest' || copy.instruction.json) return text;
  const words = copy.sources
    .filter(({ path }) => isInstallFile(path))
    .map(({ word }) => removeWord(model, word.span));
  return applyEdits(
    text,
    words.map((edit) => ({ ...edit, span: { start: edit.span.start - start, end: edit.span.end - start } })),
  );
}

/** `ENV PATH="$POETRY_HOME/bin:$PATH"`: the folder of a package manager, which the final stage does not have. */
function isToolPath({ key, rawValue = '' }: KeyValue): boolean {
  return (
    key === 'PATH' &&
    /^["']?(?:\$\{?POETRY_HOME\}?\/bin|\/opt\/poetry\/bin|(?:\/root|\$HOME)\/\.(?:local|cargo|poetry)\/bin)\/?:\$\{?PATH\}?["']?$/.test(
      rawValue,
    )
  );
}

/** Does the running program, or something that the final stage does, read what the copy brings? */
function isKept(copy: Copy, { copies, lastInstall }: PythonReading): boolean {
  switch (roleOf(copy)) {
    case 'install':
      // What stands behind the installs is for somebody else.
      return copy.instruction.index > lastInstall.index;
    case 'manifest':
      return !isCoveredLater(copy, copies);
    case 'tool':
      return false;
    default:
      return true;
  }
}

/** Is a build argument used by what the final stage has? */
function isUsed({ pairs }: Instruction, reading: PythonReading): boolean {
  return pairs.some(({ key }) => isNamed(key, reading));
}

function isNamed(name: string, { stage, copies, runs }: PythonReading): boolean {
  return stage.instructions.some((instruction) => {
    const { keyword } = instruction;
    const copy = copies.get(instruction);
    const sides = runs.get(instruction)?.sides;
    const isKeptHere =
      imageKeywords.has(keyword) ||
      keyword === 'WORKDIR' ||
      (keyword === 'ENV' && instruction.pairs.some((pair) => !isBuildOnly(pair.key) && !isToolPath(pair))) ||
      (copy !== undefined && ['sources', 'other', 'system'].includes(roleOf(copy))) ||
      sides?.has('files') === true ||
      sides?.has('program') === true ||
      sides?.has('system') === true;
    return isKeptHere && variablesUsed(instruction).has(name);
  });
}
