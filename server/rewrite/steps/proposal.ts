/** One step of a plan with the text after it. */
import type { DockerfileModel } from '../../dockerfile/model.ts';
import type { FileChange } from '../../engine/changed-files.ts';
import type { Facts } from '../../rules/rule.ts';
import type { Step } from '../plan.ts';

export interface Proposal extends Step {
  readonly text: string;
  readonly files?: readonly FileChange[];
}

/** Why a maker has nothing to propose: a complete sentence for the user. */
export interface Declined {
  readonly obstacle: string;
}

/** What the pipeline carries from step to step. */
export interface Work {
  readonly text: string;
  /** As it stands: what `analyze` takes. One object for all steps, so that what is known of it is found out once. */
  readonly parsed: DockerfileModel;
  /** The same for the stage that is judged. */
  readonly model: DockerfileModel;
  readonly facts: Facts;
}

export type StepMaker = (work: Work) => Proposal | Declined | undefined;
