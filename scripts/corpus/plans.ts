/** What must hold for the plan of a whole file, with every step and without some. */
import type { DockerfileModel } from '../../server/dockerfile/model.ts';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { withFile } from '../../server/engine/changed-files.ts';
import type { Finding } from '../../server/engine/finding.ts';
import { judgedModel } from '../../server/engine/judged.ts';
import { atLeast } from '../../server/engine/severities.ts';
import type { Logger } from '../../server/ports.ts';
import { optimize } from '../../server/rewrite/optimize.ts';
import type { Plan } from '../../server/rewrite/plan.ts';
import { structuralFailures } from '../../server/rewrite/verify-change.ts';
import type { Facts } from '../../server/rules/rule.ts';
import { reveals } from './fixes.ts';
import { lost, newFindings, newProblems, shortDiff } from './invariants.ts';
import type { Invariant } from './result.ts';

export interface PlanSubject {
  readonly kind: 'optimize' | 'multi-stage';
  readonly text: string;
  readonly model: DockerfileModel;
  readonly facts: Facts;
  readonly findings: readonly Finding[];
  readonly findingsOf: (text: string, facts: Facts) => readonly Finding[];
  readonly options: { readonly logger: Logger };
  /** Called for every broken promise. */
  readonly report: (invariant: Invariant, about: string, detail: string, changed?: string) => void;
}

/** True when the plan changes anything. */
export function checkPlan(subject: PlanSubject): boolean {
  const { kind, text, model, facts, findings, findingsOf, options, report } = subject;
  const plan = optimize(text, facts, { kind, ...options });
  const changed = plan.after.text;
  const changes = changed !== text || plan.after.dockerignore !== undefined;
  if (plan.steps.length === 0 && changes)
    report('keeps', kind, 'a change without a step that names it', changed);
  if (plan.steps.length > 0 && !changes)
    report('twice-the-same', kind, 'there are steps, but nothing changes');
  const changedFacts = factsAfter(plan, facts);
  const after = { model: parseDockerfile(changed), findings: findingsOf(changed, changedFacts) };
  if (kind === 'optimize') checkLeft(plan, after.findings, report);
  if (!changes) return false;
  checkResult(subject, plan, kind);
  if (!findings.some(({ rule }) => reveals.has(rule.id)))
    for (const fresh of newFindings({ model, findings }, after)) report('nothing-new', kind, fresh, changed);
  const again = optimize(changed, changedFacts, { kind, ...options });
  if (again.after.text !== changed || again.after.dockerignore) {
    const titles = again.steps.map(({ title }) => title).join('; ');
    const detail = `again it proposes: ${titles || 'a change without a step'}\n${shortDiff(changed, again.after.text)}`;
    report('twice-the-same', kind, detail);
  }
  return true;
}

/**
 * The plan without these steps: the rest parses, holds and loses nothing, and a step that goes with them is named.
 * `all` is the plan with every step.
 */
export function checkWithout(subject: PlanSubject, all: Plan, skip: readonly string[]): void {
  const { kind, text, facts, options, report } = subject;
  const about = `${kind} without ${skip.join(', ')}`;
  const plan = optimize(text, facts, { kind, skip, ...options });
  for (const { id } of plan.steps)
    if (skip.includes(id)) report('keeps', about, `${id} is taken all the same`);
  for (const { id, title } of all.steps) {
    const isTaken = plan.steps.some((step) => step.id === id);
    const isNamed = skip.includes(id)
      ? plan.skipped.some((step) => step.id === id)
      : plan.obstacles.some((obstacle) => obstacle.includes(title));
    if (!isTaken && !isNamed) report('keeps', about, `${id} is gone, and nothing says so`);
  }
  checkResult(subject, plan, about);
}

export function factsAfter(plan: Plan, facts: Facts): Facts {
  return plan.after.dockerignore ? withFile(facts, plan.after.dockerignore) : facts;
}

/** Parses, has what it needs, and keeps or names everything of the user's. */
function checkResult({ text, model, facts, findings, report }: PlanSubject, plan: Plan, about: string): void {
  const changed = plan.after.text;
  const after = parseDockerfile(changed);
  for (const problem of newProblems(model, after)) report('parses', about, problem, changed);
  const steps = plan.steps.map(({ title, reason }) => `${title}\n${reason}`).join('\n');
  for (const what of lost(model, after, steps)) report('keeps', about, `lost: ${what}`, changed);
  if (findings.some(({ rule }) => reveals.has(rule.id))) return;
  const changedFacts = factsAfter(plan, facts);
  const failures = structuralFailures(
    { model: judgedModel(model, facts), facts },
    { model: judgedModel(after, changedFacts), facts: changedFacts },
  );
  for (const failure of failures) report('holds', about, failure, changed);
  if (text !== plan.before.text) report('keeps', about, 'the plan is for another text');
}

/** At warning or above, with a fix that Optimize takes. */
function checkLeft(plan: Plan, findings: readonly Finding[], report: PlanSubject['report']): void {
  if (plan.obstacles.some((obstacle) => /^(?:Left out|The file has a syntax error)/.test(obstacle))) return;
  for (const finding of findings) {
    if (!atLeast(finding.effectiveSeverity, 'warning')) continue;
    if (finding.fixes().some((fix) => fix.preferred ?? fix.applicability === 'safe'))
      report('left', finding.rule.id, finding.message, plan.after.text);
  }
}
