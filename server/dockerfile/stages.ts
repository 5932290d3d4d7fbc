/** Questions about stages: what they inherit, who uses them, what reaches the final image. */
import { readCopy } from './copies.ts';
import type { DockerfileModel, Instruction, Stage } from './model.ts';
import { mountsOf } from './mounts.ts';

/** The stage a COPY --from or mount names: by name (the nearest earlier one) or by number. */
export function stageNamed(
  model: DockerfileModel,
  reference: string,
  before: Stage | undefined,
): Stage | undefined {
  const limit = before?.index ?? model.stages.length;
  if (/^\d+$/.test(reference)) {
    const stage = model.stages[Number(reference)];
    return stage && stage.index < limit ? stage : undefined;
  }
  const wanted = reference.toLowerCase();
  return model.stages.slice(0, limit).findLast((stage) => stage.name?.toLowerCase() === wanted);
}

/** The stage itself and those it builds on, nearest first. */
export function lineage(stage: Stage): Stage[] {
  const stages = [stage];
  // FROM can only name an earlier stage, so this ends.
  for (let { base } = stage; base.kind === 'stage'; base = base.stage.base) stages.push(base.stage);
  return stages;
}

/** All instructions that make the stage's image, inherited ones first. */
export function lineageInstructions(stage: Stage): Instruction[] {
  return lineage(stage)
    .reverse()
    .flatMap((ancestor) => ancestor.instructions);
}

/** The image (or scratch) that the stage's lineage starts from. */
export function rootBase(stage: Stage): Exclude<Stage['base'], { kind: 'stage' }> {
  const { base } = lineage(stage).at(-1)!;
  if (base.kind === 'stage') throw new Error('the last stage of a lineage has no parent');
  return base;
}

export function finalStage(model: DockerfileModel): Stage | undefined {
  return model.stages.at(-1);
}

/** Stages whose layers are part of the image that the last stage makes. */
export function isShipped(stage: Stage, model: DockerfileModel): boolean {
  const last = finalStage(model);
  return last !== undefined && lineage(last).includes(stage);
}

/** Stages that the given one needs to be built: its lineage, and what it copies or mounts from, transitively; itself included. */
export function neededStages(
  model: DockerfileModel,
  target: Stage | undefined = finalStage(model),
): ReadonlySet<Stage> {
  const needed = new Set<Stage>();
  const queue = target ? [target] : [];
  for (let stage = queue.pop(); stage; stage = queue.pop()) {
    if (needed.has(stage)) continue;
    needed.add(stage);
    if (stage.base.kind === 'stage') queue.push(model.stages[stage.base.stage.index]!);
    for (const instruction of stage.instructions)
      for (const reference of referencedStages(instruction)) {
        const source = stageNamed(model, reference, stage);
        if (source) queue.push(source);
      }
  }
  return needed;
}

/** Names that COPY --from and RUN --mount=from use. */
export function referencedStages(instruction: Instruction): string[] {
  const from = readCopy(instruction)?.from;
  return [
    ...(from === undefined ? [] : [from]),
    ...mountsOf(instruction).flatMap((mount) => mount.from ?? []),
  ];
}

/** The last instruction of this kind that takes effect in the stage's image, inherited ones included. */
export function lastOf(stage: Stage, keyword: string): Instruction | undefined {
  return lineageInstructions(stage).findLast((instruction) => instruction.keyword === keyword);
}
