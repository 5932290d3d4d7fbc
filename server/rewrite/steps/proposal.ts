/** One step of a plan with the text after it. */
import type { FileChange } from '../../engine/changed-files.ts';
import type { Step } from '../plan.ts';

export interface Proposal extends Step {
  readonly text: string;
  readonly files?: readonly FileChange[];
}
