/** Questions about stages: what they inherit, who uses them, what reaches the final image. */
import { readCopy } from './copies.ts';
import type { DockerfileModel, Instruction, Stage } from './model.ts';
import { mountsOf } from './mounts.ts';

/** What can be asked of a model again and again. */
interface StageIndex {
  readonly byName: ReadonlyMap<string, Stage>;
  readonly shipped: ReadonlySet<Stage>;
  readonly needed: Map<Stage, ReadonlySet<Stage>>;
}

const indexes = new WeakMap<DockerfileModel, StageIndex>();

function indexOf(model: DockerfileModel): StageIndex {
  const known = indexes.get(model);
  if (known) return known;
  const last = finalStage(model);
  const index: StageIndex = {
    byName: new Map(
      model.stages.flatMap((stage) =>
        stage.name === undefined ? [] : [[stage.name.toLowerCase(), stage] as const],
      ),
    ),
    shipped: new Set(last ? lineage(last) : []),
    needed: new Map(),
  };
  indexes.set(model, index);
  return index;
}

/**
 * The stage that a COPY --from or mount of the stage `user` names: by number, or by name without regard to case. As
 * in the builder a later stage can be named too, of several with one name the last is meant, and no stage can copy
 * from itself.
 */
export function stageNamed(
  model: DockerfileModel,
  reference: string,
  user: Stage | undefined,
): Stage | undefined {
  const stage = /^\d+$/.test(reference)
    ? model.stages[Number(reference)]
    : indexOf(model).byName.get(reference.toLowerCase());
  return stage && stage.index === user?.index ? undefined : stage;
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

const roots = new WeakMap<Stage, Stage>();

/** The last of the stage's lineage: the one whose FROM names an image, or scratch. */
export function rootStage(stage: Stage): Stage {
  const path: Stage[] = [];
  let root = stage;
  for (let known = roots.get(root); !known && root.base.kind === 'stage'; known = roots.get(root)) {
    path.push(root);
    root = root.base.stage;
  }
  root = roots.get(root) ?? root;
  for (const each of path) roots.set(each, root);
  return root;
}

/** The image (or scratch) that the stage's lineage starts from. */
export function rootBase(stage: Stage): Exclude<Stage['base'], { kind: 'stage' }> {
  const { base } = rootStage(stage);
  if (base.kind === 'stage') throw new Error('the last stage of a lineage has no parent');
  return base;
}

/** The stage whose image is built: the last one, unless the file was read for another target. */
export function finalStage(model: DockerfileModel): Stage | undefined {
  return model.stages.findLast(({ isFinal }) => isFinal);
}

/** Stages whose layers are part of the image that the last stage makes. */
export function isShipped(stage: Stage, model: DockerfileModel): boolean {
  return indexOf(model).shipped.has(stage);
}

/** Stages that the given one needs to be built: its lineage, and what it copies or mounts from, transitively; itself included. */
export function neededStages(
  model: DockerfileModel,
  target: Stage | undefined = finalStage(model),
): ReadonlySet<Stage> {
  const known = target && indexOf(model).needed.get(target);
  if (known) return known;
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
  if (target) indexOf(model).needed.set(target, needed);
  return needed;
}

/** Names that COPY --from and RUN --mount=from use; those of ONBUILD triggers are for whoever builds on the stage. */
export function referencedStages(instruction: Instruction): string[] {
  if (instruction.keyword === 'COPY') {
    const from = readCopy(instruction)?.from;
    return from === undefined ? [] : [from];
  }
  return instruction.keyword === 'RUN' ? mountsOf(instruction).flatMap((mount) => mount.from ?? []) : [];
}

/** The last instruction of this kind that takes effect in the stage's image, inherited ones included. */
export function lastOf(stage: Stage, keyword: string): Instruction | undefined {
  for (const ancestor of lineage(stage)) {
    const found = ancestor.instructions.findLast((instruction) => instruction.keyword === keyword);
    if (found) return found;
  }
  return undefined;
}
