/** Findings that a rewrite brings: what would stop the build or the container, and was not so before. */
import { analyze } from '../engine/analyze.ts';
import type { Finding } from '../engine/finding.ts';
import { atLeast } from '../engine/severities.ts';
import { allRules } from '../rules/registry.ts';
import type { RuleContext } from '../rules/rule.ts';

/** A text as `analyze` takes it. */
interface Analyzed {
  readonly parsed: RuleContext['model'];
  readonly facts: RuleContext['facts'];
}

/** Rules about what does not work; the others are about what could be better. */
const grave = allRules.filter(
  ({ id, group }) =>
    group === 'runtime' ||
    group === 'correctness' ||
    id === 'context/missing-source' ||
    id === 'context/ignored-source',
);

const known = new WeakMap<RuleContext['facts'], WeakMap<RuleContext['model'], readonly Finding[]>>();

/** At warning or above by the rules' own severities: what the user has switched off breaks all the same. */
export function graveFindings({ parsed, facts }: Analyzed): readonly Finding[] {
  let byModel = known.get(facts);
  if (!byModel) known.set(facts, (byModel = new WeakMap<RuleContext['model'], readonly Finding[]>()));
  let found = byModel.get(parsed);
  if (!found) {
    found = analyze(parsed, facts, { only: grave }).findings.filter(({ effectiveSeverity }) =>
      atLeast(effectiveSeverity, 'warning'),
    );
    byModel.set(parsed, found);
  }
  return found;
}

/**
 * Findings of `after` that say something which `before` does not, by rule and message: places move, and one command that
 * stands in two stages now is no news. A rule that found as much before has the same to say in other words.
 */
export function newFindings(before: Analyzed, after: Analyzed): readonly Finding[] {
  const old = graveFindings(before);
  const now = graveFindings(after);
  const count = (findings: readonly Finding[], id: string): number =>
    findings.filter(({ rule }) => rule.id === id).length;
  return now.filter(
    ({ rule, message }) =>
      !old.some((one) => one.rule.id === rule.id && one.message === message) &&
      count(now, rule.id) > count(old, rule.id),
  );
}

/** The same finding in another text. */
export function findingKey({ rule, message }: Finding): string {
  return `${rule.id} ${message}`;
}
