/** Steps for files that have several stages already. */
import { goFinalBase } from '../in-place/go-base.ts';
import { goFlags } from '../in-place/go-flags.ts';
import { nginxFinalBase } from '../in-place/nginx-base.ts';
import { runtimeFinalBase } from '../in-place/runtime-base.ts';
import type { StepMaker } from './proposal.ts';

export const inPlaceSteps: readonly StepMaker[] = [
  ({ model, facts }) =>
    runtimeFinalBase(model, facts) ?? nginxFinalBase(model, facts) ?? goFinalBase(model, facts),
  ({ model, facts }) => goFlags(model, facts),
];
