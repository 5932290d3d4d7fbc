/** The package commands of a file's RUNs, gathered once: rules ask for earlier and later ones at every command. */
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import { shellOf, type ShellCommand } from '../../dockerfile/shell.ts';
import type { Span } from '../../dockerfile/span.ts';
import { finalStage, lineageInstructions } from '../../dockerfile/stages.ts';
import { systemCommand, systemFamily, type SystemAction } from '../../tools/system.ts';
import type { CacheKind } from '../../tools/cache-kinds.ts';
import { deletes } from '../../tools/cache-paths.ts';

type Family = 'apt' | 'apk';

interface Step {
  /** Of its instruction. */
  readonly index: number;
  readonly command: ShellCommand;
  readonly action: SystemAction;
}

interface Steps {
  /** By stage index, in order. */
  readonly byStage: readonly Readonly<Record<Family, readonly Step[]>>[];
  /** Stages that build on a stage directly, by its index. */
  readonly children: ReadonlyMap<number, readonly number[]>;
  /** The instruction of the first `apk update` that the stage has or inherits. */
  readonly firstApkUpdate: readonly (number | undefined)[];
  readonly cleanups: Map<CacheKind, readonly Cleanup[]>;
}

interface Cleanup {
  readonly index: number;
  readonly span: Span;
}

const known = new WeakMap<DockerfileModel, Steps>();

function stepsOf(model: DockerfileModel): Steps {
  let steps = known.get(model);
  if (!steps) known.set(model, (steps = gather(model)));
  return steps;
}

function gather(model: DockerfileModel): Steps {
  const byStage: Record<Family, Step[]>[] = [];
  const children = new Map<number, number[]>();
  const firstApkUpdate: (number | undefined)[] = [];
  for (const { base, index, instructions } of model.stages) {
    const own: Record<Family, Step[]> = { apt: [], apk: [] };
    byStage.push(own);
    for (const instruction of instructions) {
      if (instruction.keyword !== 'RUN') continue;
      for (const command of shellOf(instruction, model)?.commands ?? []) {
        const system = systemCommand(command);
        const family = system && systemFamily(system.tool);
        if (family === 'apt' || family === 'apk')
          own[family].push({ index: instruction.index, command, action: system!.action });
      }
    }
    const parent = base.kind === 'stage' ? base.stage.index : undefined;
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), index]);
    firstApkUpdate.push(
      (parent === undefined ? undefined : firstApkUpdate[parent]) ??
        own.apk.find(({ action }) => action === 'update')?.index,
    );
  }
  return { byStage, children, firstApkUpdate, cleanups: new Map() };
}

/** Does an `apk update` stand before the instruction, in this stage or one it builds on? */
export function hasApkUpdateBefore(instruction: Instruction, stage: Stage, model: DockerfileModel): boolean {
  const first = stepsOf(model).firstApkUpdate[stage.index];
  return first !== undefined && first < instruction.index;
}

/** The next apt command of a later RUN of the stage, clean-ups and removals aside. */
export function nextAptCommand(
  instruction: Instruction,
  stage: Stage,
  model: DockerfileModel,
): { readonly command: ShellCommand; readonly action: SystemAction } | undefined {
  const steps = stepsOf(model).byStage[stage.index]?.apt ?? [];
  for (let i = firstBehind(steps, instruction.index); i < steps.length; i++)
    if (!/^(?:clean|remove)$/.test(steps[i]!.action)) return steps[i];
  return undefined;
}

/**
 * Does a later RUN, in this stage or one that builds on it, install from the lists of this one? One that updates them
 * before its first install does not.
 */
export function usesListsLater(instruction: Instruction, stage: Stage, model: DockerfileModel): boolean {
  for (const steps of withDescendants(stage, model, 'apt')) {
    for (let i = firstBehind(steps, instruction.index); i < steps.length; i++) {
      const { action } = steps[i]!;
      if (action === 'update') break;
      if (usesLists.test(action)) return true;
    }
  }
  return false;
}

const usesLists = /^(?:install|upgrade|update)$/;

/** `apk add` of later RUNs that would find no index without that of this one; at most `limit` and one more. */
export function apkAddsAfter(
  instruction: Instruction,
  stage: Stage,
  model: DockerfileModel,
  limit: number,
): ShellCommand[] {
  const found: ShellCommand[] = [];
  for (const steps of withDescendants(stage, model, 'apk'))
    for (let i = firstBehind(steps, instruction.index); i < steps.length && found.length <= limit; i++) {
      const { action, command } = steps[i]!;
      const own = fetchesIndex(command) || command.args.some(({ value }) => value === '--no-cache');
      if (usesLists.test(action) && !own) found.push(command);
    }
  return found;
}

/** `apk add` with an update of its own, or `apk update`. */
export function fetchesIndex(command: ShellCommand): boolean {
  return (
    systemCommand(command)?.action === 'update' ||
    command.args.some(({ value }) => /^(?:--update(?:-cache)?|-[a-zA-Z]*U[a-zA-Z]*)$/.test(value))
  );
}

function* withDescendants(stage: Stage, model: DockerfileModel, family: Family): Generator<readonly Step[]> {
  const { byStage, children } = stepsOf(model);
  const queue = [stage.index];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    yield byStage[at]?.[family] ?? [];
    queue.push(...(children.get(at) ?? []));
  }
}

/** The first clean-up of this cache in a later instruction of the final image. */
export function cleanupAfter(
  instruction: Instruction,
  kind: CacheKind,
  model: DockerfileModel,
): Span | undefined {
  const { cleanups } = stepsOf(model);
  let all = cleanups.get(kind);
  if (!all) cleanups.set(kind, (all = cleanupsOf(kind, model)));
  return all[firstBehind(all, instruction.index)]?.span;
}

function cleanupsOf(kind: CacheKind, model: DockerfileModel): Cleanup[] {
  const last = finalStage(model);
  return (last ? lineageInstructions(last) : []).flatMap((instruction) => {
    if (instruction.keyword !== 'RUN') return [];
    const command = shellOf(instruction, model)?.commands.find(
      (each) => kind.cleans(each) || deletes(each, kind.directories, instruction.state),
    );
    return command ? [{ index: instruction.index, span: command.span }] : [];
  });
}

/** Where in a list sorted by `index` the entries behind an instruction begin. */
function firstBehind(list: readonly { readonly index: number }[], index: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]!.index <= index) low = middle + 1;
    else high = middle;
  }
  return low;
}
