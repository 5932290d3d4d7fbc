/** Sources that a stage has from the one it builds on: they stand before everything that the stage installs. */
import { cleanSource } from '../../context/sources.ts';
import { readCopy, type Copy } from '../../dockerfile/copies.ts';
import type { Stage } from '../../dockerfile/model.ts';

/** Stages that build on one another; real files have two or three. */
const maximumDepth = 20;

const wholeCopies = new WeakMap<Stage, Copy | 'none'>();

/** The last COPY of the whole context in the nearest stage below this one that has such a copy. */
export function inheritedCopy({ base }: Stage): Copy | undefined {
  for (let depth = 0, below = base; below.kind === 'stage' && depth < maximumDepth; depth++) {
    const copy = wholeCopyOf(below.stage);
    if (copy) return copy;
    below = below.stage.base;
  }
  return undefined;
}

function wholeCopyOf(stage: Stage): Copy | undefined {
  let known = wholeCopies.get(stage);
  if (known === undefined) {
    known = stage.instructions.map((instruction) => readCopy(instruction)).findLast(isWhole) ?? 'none';
    wholeCopies.set(stage, known);
  }
  return known === 'none' ? undefined : known;
}

function isWhole(copy: Copy | undefined): boolean {
  if (copy?.from !== undefined) return false;
  return (
    copy?.sources.some(({ word }) => !word.raw.includes('$') && /^\*?$/.test(cleanSource(word.value))) ===
    true
  );
}
