/** Writes the stage that compiles: the user's own instructions up to the last one that builds. */
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import type { Draft } from '../draft.ts';
import { variablesUsed, writePairs } from '../env-text.ts';
import { fromLine } from '../keywords.ts';
import { imageKeywords } from '../node/reading.ts';
import type { ArtifactReading } from './reading.ts';

/** The name of the build stage: the user's own name stays with the final one, which others may ask for as a target. */
export function buildStageName({ name }: Stage): string {
  return name?.toLowerCase() === 'build' ? 'compile' : 'build';
}

export interface BuildParts {
  /** Other texts for instructions of this stage; an empty one leaves the instruction out. */
  readonly texts?: ReadonlyMap<Instruction, string>;
  /** Lines that follow the last instruction. */
  readonly after?: readonly string[];
  /** Instructions that are only for the final stage, with their comments. */
  readonly leavesOut?: (instruction: Instruction) => boolean;
  /** Builds that load the program itself may read any variable. */
  readonly keepsVariables?: boolean;
}

export function writeBuildStage(
  draft: Draft,
  reading: ArtifactReading,
  model: DockerfileModel,
  { texts, after = [], leavesOut, keepsVariables = false }: BuildParts = {},
): void {
  const { stage, lastBuild } = reading;
  const used = usedWhileBuilding(reading);
  draft.stage(fromLine(model, buildStageName(stage)), stage.from);
  for (const instruction of stage.instructions) {
    if (instruction.index > lastBuild.index) break;
    const { keyword } = instruction;
    if (leavesOut?.(instruction) === true) continue;
    const text = texts?.get(instruction);
    if (text === '') draft.comments(instruction);
    else if (text !== undefined) draft.replace(instruction, text);
    else if (keyword === 'USER') draft.line(draft.textOf(instruction));
    else if (imageKeywords.has(keyword)) continue;
    else if (keyword === 'ENV')
      writePairs(
        draft,
        instruction,
        model,
        ({ key }) => keepsVariables || used.has(key) || !isForTheProgram(key),
      );
    else if (isAccountOnly(instruction, reading) && !isUserBefore(reading)) continue;
    else draft.keep(instruction);
  }
  draft.lines(after);
}

/** Variables that the instructions of the build stage name themselves. */
function usedWhileBuilding({ stage, lastBuild }: ArtifactReading): ReadonlySet<string> {
  const own = stage.instructions.filter(
    ({ index, keyword }) => index <= lastBuild.index && !imageKeywords.has(keyword),
  );
  return new Set(own.flatMap((instruction) => [...variablesUsed(instruction)]));
}

/** Variables that no compiler or package manager reads. */
function isForTheProgram(name: string): boolean {
  return /^(?:PORT|HOST|TZ|LOG_LEVEL|JAVA_OPTS|ASPNETCORE_\w+|RUST_(?:LOG|BACKTRACE)|SERVER_PORT|SPRING_\w+|DB_\w+|DATABASE_URL|REDIS_\w+)$/.test(
    name,
  );
}

/** A RUN that makes accounts and nothing else: the stage that builds as root needs none. */
function isAccountOnly(instruction: Instruction, { runs }: ArtifactReading): boolean {
  const run = runs.get(instruction);
  return run !== undefined && run.sides.size === 1 && run.sides.has('account');
}

/** Something of the build stage names an account: it runs as one, or gives files to one. */
function isUserBefore({ stage, copies, runs, lastBuild }: ArtifactReading): boolean {
  return stage.instructions.some(
    (instruction) =>
      instruction.index <= lastBuild.index &&
      (instruction.keyword === 'USER' ||
        copies.get(instruction)?.chown !== undefined ||
        runs.get(instruction)?.script.commands.some(({ name }) => name === 'chown' || name === 'chgrp') ===
          true),
  );
}
