/** The versions of Node and npm in an image. */
import type { Stage } from '../dockerfile/model.ts';
import { rootBase } from '../dockerfile/stages.ts';
import { familiarName, parseReference } from '../images/reference.ts';
import { lookupRoot } from '../images/root.ts';
import type { NodeProject } from '../project/facts.ts';
import type { Facts } from '../rules/rule.ts';

/** The major version of the base image's Node; NaN when it is not known. */
export function nodeMajor(stage: Stage, { images }: Pick<Facts, 'images'>): number {
  const base = rootBase(stage);
  const reference = base.kind === 'image' && base.complete ? parseReference(base.reference) : undefined;
  // The table has no versions that ended long ago, which are the very ones in question.
  const written =
    reference && familiarName(reference) === 'node' ? /^\d+/.exec(reference.tag ?? '')?.[0] : undefined;
  const runtime = lookupRoot(stage, images)?.runtime;
  return Number.parseInt(written ?? (runtime?.name === 'node' ? (runtime.version ?? '') : ''), 10);
}

export type NpmOmit = '--omit=dev' | '--production';

/**
 * The option of npm that leaves development packages out. npm 7, which came with Node 15, brought `--omit`; npm 6 installs
 * everything without a word when it is asked that way (docs.npmjs.com/cli/v6/commands/npm-ci). Where the version is not
 * known, a lockfile of npm 6 tells, whose option all versions understand.
 */
export function npmOmit(
  stage: Stage,
  facts: Pick<Facts, 'images'>,
  project: NodeProject | undefined,
): NpmOmit {
  const major = nodeMajor(stage, facts);
  const isOld = Number.isNaN(major)
    ? project?.lockfile?.manager === 'npm' && project.lockfile.version === '1'
    : major < 15;
  return isOld ? '--production' : '--omit=dev';
}
