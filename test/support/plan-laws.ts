/** The promises of plans, checked as `npm run corpus` checks them, on a Dockerfile with a project. */
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { analyze } from '../../server/engine/analyze.ts';
import { optimize } from '../../server/rewrite/optimize.ts';
import type { Facts } from '../../server/rules/rule.ts';
import { shortDiff } from '../../scripts/corpus/invariants.ts';
import { checkPlan, checkWithout, type PlanSubject } from '../../scripts/corpus/plans.ts';

/** Chooses steps to leave out, by the ids of the whole plan. */
export type Choice = (ids: readonly string[]) => readonly (readonly string[])[];

/** Every step alone. */
export const eachAlone: Choice = (ids) => ids.map((id) => [id]);

/** Every promise that is broken, in words; empty when all hold. */
export function brokenPlans(
  text: string,
  facts: Facts,
  kind: PlanSubject['kind'],
  without: Choice = () => [],
): string[] {
  const broken: string[] = [];
  const logger = {
    info: () => undefined,
    // A step that the verifier leaves out is a fault of the step.
    warn: (message: string) => void (message.startsWith('Optimize leaves out') && broken.push(message)),
    error: (message: string) => void broken.push(message),
  };
  const findingsOf = (changed: string, changedFacts: Facts) =>
    analyze(parseDockerfile(changed), changedFacts, { logger }).findings;
  const model = parseDockerfile(text);
  const subject: PlanSubject = {
    kind,
    text,
    model,
    facts,
    findings: analyze(model, facts, { logger }).findings,
    findingsOf,
    options: { logger },
    report: (invariant, about, detail, changed) =>
      void broken.push(
        `${invariant}: ${about}: ${detail}${changed === undefined ? '' : `\n${shortDiff(text, changed)}`}`,
      ),
  };
  checkPlan(subject);
  const plan = optimize(text, facts, { kind, logger });
  const ids = plan.steps.map(({ id }) => id);
  const clean = broken.length;
  for (const skip of without(ids)) {
    checkWithout(subject, plan, skip);
    // Without what clears their findings, steps may well be left out.
    for (let i = broken.length - 1; i >= clean; i--)
      if (broken[i]!.startsWith('Optimize leaves out')) broken.splice(i, 1);
  }
  return broken;
}
