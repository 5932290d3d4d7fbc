/** Steps for files that have several stages already. */
import type { AnalyzeOptions } from '../../engine/analyze.ts';
import { cacheMounts } from '../in-place/cache-mounts.ts';
import { copiedOutput } from '../in-place/copied-output.ts';
import { denoFinalBase } from '../in-place/deno-base.ts';
import { goFinalBase } from '../in-place/go-base.ts';
import { goFolder } from '../in-place/go-folder.ts';
import { goFlags } from '../in-place/go-flags.ts';
import { installOrder } from '../in-place/install-order.ts';
import { javaBareBase } from '../in-place/java-bare.ts';
import { nginxFinalBase } from '../in-place/nginx-base.ts';
import { rustFinalBase } from '../in-place/rust-base.ts';
import { runtimeFinalBase } from '../in-place/runtime-base.ts';
import { secondInstall } from '../in-place/second-install.ts';
import type { StepMaker } from './proposal.ts';

/** What the final stage holds, and how that is built. */
export const inPlaceSteps: readonly StepMaker[] = [
  ({ model, facts }) => copiedOutput(model, facts) ?? goFolder(model, facts),
  ({ model, facts }) =>
    runtimeFinalBase(model, facts) ??
    nginxFinalBase(model, facts) ??
    goFinalBase(model, facts) ??
    rustFinalBase(model, facts) ??
    denoFinalBase(model, facts),
  // A choice of its own: the runtime can be had with a shell.
  ({ model, facts }) => javaBareBase(model, facts),
  ({ model, facts }) => goFlags(model, facts),
];

/** What comes once the rules have put the installs in order. */
export function laterInPlaceSteps(options: AnalyzeOptions): readonly StepMaker[] {
  return [
    ({ model, facts }) => secondInstall(model, facts),
    ({ model, facts }) => installOrder(model, facts),
    (work) => cacheMounts(work, options),
  ];
}
