/** Computes plans for in-memory projects and checks the laws that hold for every plan. */
import { expect } from 'vitest';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { analyze } from '../../server/engine/analyze.ts';
import { withFile } from '../../server/engine/changed-files.ts';
import { atLeast } from '../../server/engine/severities.ts';
import { optimize } from '../../server/rewrite/optimize.ts';
import type { Plan } from '../../server/rewrite/plan.ts';
import { lostInstructions } from '../../server/rewrite/verify.ts';
import type { Facts, Preferences } from '../../server/rules/rule.ts';
import { factsFor } from '../support/facts.ts';
import type { MemoryTree } from '../support/memory-file-system.ts';

export interface PlanCase {
  readonly name: string;
  readonly files: MemoryTree;
  readonly text: string;
  readonly preferences?: Preferences;
}

/** A step that the verifier leaves out is a fault of the step, so that counts as an error too. */
export const quietLogger = (errors: string[]) => ({
  info: () => undefined,
  warn: (message: string) => void (message.startsWith('Optimize leaves out') && errors.push(message)),
  error: (message: string) => void errors.push(message),
});

/** The plan; fails when a step or rule threw. */
export function planOf(
  text: string,
  facts: Facts,
  kind: 'optimize' | 'multi-stage' = 'optimize',
  skip: readonly string[] = [],
): Plan {
  const errors: string[] = [];
  const plan = optimize(text, facts, { kind, skip, logger: quietLogger(errors) });
  expect(errors).toEqual([]);
  return plan;
}

/** Facts as they are once the plan's .dockerignore is written. */
export function factsAfter(plan: Plan, facts: Facts): Facts {
  return plan.after.dockerignore ? withFile(facts, plan.after.dockerignore) : facts;
}

/** Runs both kinds of plan on the case, checks the laws and returns the plan of Optimize. */
export async function checkPlan(test: PlanCase, gathered?: Facts): Promise<Plan> {
  const facts = gathered ?? (await factsFor(test.text, test.files, test.preferences));
  const plan = planOf(test.text, facts);
  checkLaws(plan, test.text, facts);
  checkLaws(planOf(test.text, facts, 'multi-stage'), test.text, facts, 'multi-stage');
  return plan;
}

export function checkLaws(
  plan: Plan,
  text: string,
  facts: Facts,
  kind: 'optimize' | 'multi-stage' = 'optimize',
): void {
  const before = parseDockerfile(text);
  const after = parseDockerfile(plan.after.text);
  expect(after.problems.length, `parses\n${plan.after.text}`).toBeLessThanOrEqual(before.problems.length);
  expect(plan.before.text).toBe(text);
  for (const obstacle of plan.obstacles) expect(obstacle).toMatch(/^[A-Z`.].*[^.]\.$/s);
  for (const step of plan.steps) {
    expect(step.title, step.id).toMatch(/^[A-Z].*[^.]$/s);
    expect(step.reason, step.id).toMatch(/^\S.*[.:]$/s);
    expect(step.title + step.reason).not.toMatch(/undefined|NaN|\[object/);
  }
  const later = factsAfter(plan, facts);
  const again = planOf(plan.after.text, later, kind);
  expect(again.steps, `optimizing again proposes nothing\n${plan.after.text}`).toEqual([]);
  expect(again.after.text).toBe(plan.after.text);
  if (kind === 'optimize') expect(fixable(plan.after.text, later), 'fixable findings left').toEqual([]);
  for (const { id } of plan.steps) checkSkip(id, text, facts, kind);
}

/** Findings at warning or above that have a fix that Optimize takes. */
function fixable(text: string, facts: Facts): string[] {
  return analyze(parseDockerfile(text), facts)
    .findings.filter((finding) => atLeast(finding.effectiveSeverity, 'warning'))
    .filter((finding) => finding.fixes().some((fix) => fix.preferred ?? fix.applicability === 'safe'))
    .map(({ rule, message }) => `${rule.id}: ${message}`);
}

/** The plan without one step still is a valid file that has lost nothing. */
function checkSkip(id: string, text: string, facts: Facts, kind: 'optimize' | 'multi-stage'): void {
  const plan = planOf(text, facts, kind, [id]);
  expect(plan.steps.map((step) => step.id)).not.toContain(id);
  const before = parseDockerfile(text);
  const after = parseDockerfile(plan.after.text);
  expect(after.problems.length, `without ${id}\n${plan.after.text}`).toBeLessThanOrEqual(
    before.problems.length,
  );
  expect(lostInstructions(before, after), `without ${id}\n${plan.after.text}`).toEqual([]);
}

/** What the golden files hold: the new Dockerfile, and the obstacles as comments below it. */
export function report(plan: Plan): string {
  const notes = plan.obstacles.map((obstacle) => `\n# obstacle: ${obstacle}`).join('');
  // Carriage returns are shown, so that nothing on the way to a checkout can change them.
  return plan.after.text.replaceAll('\r', '␍') + notes;
}
