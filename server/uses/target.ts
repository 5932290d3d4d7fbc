/** Which stage of a Dockerfile counts as the one that is shipped. */
import type { DockerfileModel } from '../dockerfile/model.ts';
import type { UsesFacts } from './facts.ts';

const development =
  /^(?:dev(?:el(?:op(?:ment)?)?)?(?:[-_.]?(?:env(?:s|ironment)?|container|stage|image|base|server))?|local|debug|tests?|testing|ci|lint)$/i;

/** A stage that is there to develop or to test: its name says so. */
export function isDevelopmentStage(name: string | undefined): boolean {
  return development.test(name ?? '');
}

/** The stage of this name, without regard to case, or number. */
export function hasStage(model: DockerfileModel, target: string): boolean {
  return /^\d+$/.test(target)
    ? Number(target) < model.stages.length
    : model.stages.some(({ name }) => name?.toLowerCase() === target.toLowerCase());
}

/**
 * The target to judge the file by, where that is not its last stage. A file whose last stage is for development is
 * shipped with `--target`; which one, only the files that build it say. Undefined: the last stage.
 */
export function judgedTarget(model: DockerfileModel, { all }: UsesFacts): string | undefined {
  if (!isDevelopmentStage(model.stages.at(-1)?.name)) return undefined;
  const targets = all.flatMap(({ target }) => target ?? []);
  return targets.find((target) => !isDevelopmentStage(target) && hasStage(model, target));
}
