/** CMD and ENTRYPOINT as they take effect. */
import type { DockerfileModel, Instruction, Stage } from '../dockerfile/model.ts';
import type { Span } from '../dockerfile/span.ts';
import { finalStage, lastOf, neededStages } from '../dockerfile/stages.ts';

/**
 * Stages somebody runs: the last one, and those that it neither builds on nor copies from (a `dev` target). Of stages
 * that other stages build on only the end of the line counts.
 */
export function runStages(model: DockerfileModel): readonly Stage[] {
  let found = runStagesOf.get(model);
  if (!found) runStagesOf.set(model, (found = findRunStages(model)));
  return found;
}

const runStagesOf = new WeakMap<DockerfileModel, readonly Stage[]>();

function findRunStages(model: DockerfileModel): Stage[] {
  const last = finalStage(model);
  const needed = neededStages(model);
  const builtOn = new Set(model.stages.flatMap(({ base }) => (base.kind === 'stage' ? base.stage : [])));
  return model.stages.filter((stage) => stage === last || (!needed.has(stage) && !builtOn.has(stage)));
}

export interface StartCommand {
  readonly stage: Stage;
  readonly entrypoint: Instruction | undefined;
  /** Undefined too where a later ENTRYPOINT of a stage above resets it. */
  readonly cmd: Instruction | undefined;
}

/** What the stage's image starts, as far as the Dockerfile says. ENTRYPOINT resets the CMD of the image it builds on. */
export function startCommand(stage: Stage): StartCommand {
  const entrypoint = lastOf(stage, 'ENTRYPOINT');
  const cmd = lastOf(stage, 'CMD');
  const isReset = entrypoint !== undefined && cmd !== undefined && cmd.index < entrypoint.index && cmd.stage !== entrypoint.stage; // prettier-ignore
  return { stage, entrypoint, cmd: isReset ? undefined : cmd };
}

/** The stages somebody runs that start a program: an image that starts nothing carries files. */
export function startedStages(model: DockerfileModel): readonly Stage[] {
  return runStages(model).filter((stage) => {
    const { entrypoint, cmd } = startCommand(stage);
    return entrypoint !== undefined || cmd !== undefined;
  });
}

/** Programs that start what they are given and pass signals on. */
const inits: ReadonlySet<string> = new Set(['tini', 'dumb-init', 'catatonit', 'tini-static', 's6-setuidgid']);

/** The ENTRYPOINT runs the CMD's words unchanged: an init, with its options. */
export function isInit(entrypoint: Instruction): boolean {
  const [program] = entrypoint.words;
  if (!entrypoint.json || !program) return false;
  const rest = entrypoint.words.slice(1).map(({ value }) => value);
  return inits.has(program.value.replace(/^.*\//, '')) && rest.every((word) => word.startsWith('-'));
}

/** A comment between continued lines, which words written anew would lose. */
export function holdsComment(model: DockerfileModel, span: Span): boolean {
  return model.comments.some((comment) => span.start <= comment.span.start && comment.span.end <= span.end);
}
