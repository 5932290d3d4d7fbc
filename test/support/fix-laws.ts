/** The promises of fixes, checked as `npm run corpus` checks them, on a Dockerfile with a project in memory. */
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { analyze } from '../../server/engine/analyze.ts';
import { modelOf } from '../../server/engine/known-models.ts';
import type { Facts } from '../../server/rules/rule.ts';
import { allRules } from '../../server/rules/registry.ts';
import { checkFixes } from '../../scripts/corpus/fixes.ts';
import { shortDiff } from '../../scripts/corpus/invariants.ts';

/** Rules that are off by default run too, below the level of what a fix must not bring. */
const rules = Object.fromEntries(
  allRules.filter(({ severity }) => severity === 'off').map(({ id }) => [id, 'info'] as const),
);

/** Every promise that is broken, in words; empty when all hold. */
export function brokenPromises(text: string, facts: Facts): string[] {
  const broken: string[] = [];
  const logger = { info: () => undefined, warn: () => undefined, error: (m: string) => void broken.push(m) };
  const options = { logger, rules };
  const findingsOf = (changed: string, changedFacts: Facts) =>
    analyze(modelOf(changed, changedFacts), changedFacts, options).findings;
  const model = parseDockerfile(text);
  checkFixes({
    text,
    model,
    facts,
    findings: analyze(model, facts, options).findings,
    findingsOf,
    options,
    report: (invariant, about, detail, changed) =>
      void broken.push(
        `${invariant}: ${about}: ${detail}${changed === undefined ? '' : `\n${shortDiff(text, changed)}`}`,
      ),
    guarded: (about, work) => {
      try {
        work();
      } catch (error) {
        broken.push(`crash: ${about}: ${String(error)}`);
      }
    },
  });
  return broken;
}
