/** Optimize: the ordered steps that make a Dockerfile what the best engineer in the room would commit. */
import type { SeveritySettings } from '../engine/severities.ts';
import type { CancellationToken, Logger } from '../ports.ts';
import type { Facts } from '../rules/rule.ts';
import { Recent } from '../recent.ts';
import { estimateImage } from '../size/estimate.ts';
import type { Plan, Step } from './plan.ts';
import { runSteps, workOn, type Outcome } from './steps/pipeline.ts';
import { possibleTargets, targetQuestion } from './steps/target.ts';

export interface OptimizeOptions {
  readonly kind: 'optimize' | 'multi-stage';
  /** Ids of steps to leave out. */
  readonly skip?: readonly string[];
  /** Name or number of the stage that is shipped; default: what the facts say. */
  readonly target?: string | undefined;
  readonly rules?: SeveritySettings;
  readonly logger?: Logger;
  readonly token?: CancellationToken;
}

/**
 * Computes the plan for a Dockerfile. Nothing is written. Optimizing the result again proposes nothing.
 * @throws CancelledError between steps, when the token was cancelled.
 */
export function optimize(text: string, given: Facts, options: OptimizeOptions): Plan {
  const { kind, skip = [], target, rules = {}, logger, token } = options;
  const facts = target === undefined ? given : withTarget(given, target);
  const before = workOn(text, facts);
  const run = (without: readonly string[]): Outcome =>
    runSteps(text, facts, { kind, skip: without, rules, logger, token });
  const whole = (): Outcome => wholePlans(facts).get(JSON.stringify([kind, rules, text]), () => run([]));
  const { work, files, steps, skipped, obstacles } = skip.length > 0 ? run(skip) : whole();
  // What depends on a step goes with it: only the whole plan shows what that is.
  const all = whole().steps;
  const { path } = facts.context.dockerignore;
  const written = files.findLast((file) => file.path === path);
  const targets = possibleTargets(before.model, facts);
  const question = targetQuestion(targets);
  return {
    before: { text, sizeBytes: estimateImage(before.model, facts) },
    after: {
      text: work.text,
      sizeBytes: estimateImage(work.model, work.facts),
      dockerignore: written && {
        path,
        before: facts.context.dockerignore.exists ? facts.context.dockerignore.text : undefined,
        after: written.after,
      },
    },
    steps,
    skipped: inOrder(skipped, all, skip),
    targets,
    obstacles: [...(question === undefined ? [] : [question]), ...obstacles, ...vanished(all, steps, skip)],
  };
}

/** Two kinds, and the texts before and after. */
const keptPlans = 4;
const known = new WeakMap<Facts, Recent<string, Outcome>>();

/** Plans of which nothing is left out: who leaves out one step after the other asks for the same one each time. */
function wholePlans(facts: Facts): Recent<string, Outcome> {
  let plans = known.get(facts);
  if (!plans) known.set(facts, (plans = new Recent(keptPlans)));
  return plans;
}

/** Also what was left out and did not come up, because it depends on something else that was left out. */
function inOrder(skipped: readonly Step[], all: readonly Step[], skip: readonly string[]): readonly Step[] {
  const more = all.filter(({ id }) => skip.includes(id) && !skipped.some((step) => step.id === id));
  return [...skipped, ...more];
}

/** Steps that nobody has left out and that are not there any more. */
function vanished(all: readonly Step[], steps: readonly Step[], skip: readonly string[]): string[] {
  const gone = all.filter(({ id }) => !skip.includes(id) && !steps.some((step) => step.id === id));
  if (gone.length === 0) return [];
  const titles = gone.map(({ title }) => `"${title}"`).join(', ');
  return [`Without the steps that are left out, the plan has no ${titles}.`];
}

const targeted = new WeakMap<Facts, Recent<string, Facts>>();
/** Targets that are asked about at once. */
const keptTargets = 4;

/** The same object for the same target, so that what was found out with it stays known. */
function withTarget(facts: Facts, target: string): Facts {
  let known = targeted.get(facts);
  if (!known) targeted.set(facts, (known = new Recent(keptTargets)));
  return known.get(target, () => {
    const variants = facts.variants.map((variant) => ({
      ...variant,
      facts: withTarget(variant.facts, target),
    }));
    return { ...facts, target, variants };
  });
}
