/** The copies and RUNs of a stage, read for a recipe. */
import { readCopy, type Copy } from '../dockerfile/copies.ts';
import type { DockerfileModel, Instruction, Stage } from '../dockerfile/model.ts';
import { readRun, short, type RunReading, type Sorting } from './run-reading.ts';

export interface StageReading<Side extends string> {
  readonly copies: ReadonlyMap<Instruction, Copy>;
  readonly runs: ReadonlyMap<Instruction, RunReading<Side>>;
}

/** In the order of the file, or why one can't be moved between stages: a complete sentence. */
export function readStage<Side extends string>(
  { instructions }: Stage,
  model: DockerfileModel,
  sorting: Sorting<Side>,
): StageReading<Side> | string {
  const copies = new Map<Instruction, Copy>();
  const runs = new Map<Instruction, RunReading<Side>>();
  for (const instruction of instructions) {
    const { keyword } = instruction;
    if (keyword === 'ONBUILD' || keyword === 'SHELL') return `${keyword} is not moved between stages.`;
    const copy = readCopy(instruction);
    if (copy) {
      if (copy.target === undefined || copy.sources.some(({ complete }) => !complete))
        return `\`${short(instruction, model)}\` copies to a place that only the build knows.`;
      copies.set(instruction, copy);
    }
    if (keyword !== 'RUN') continue;
    const run = readRun(instruction, model, sorting);
    if (typeof run === 'string') return run;
    runs.set(instruction, run);
  }
  return { copies, runs };
}
