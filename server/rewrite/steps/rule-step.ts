/** A step that applies one rule's preferred (or safe) fixes to the whole file. */
import type { DockerfileModel } from '../../dockerfile/model.ts';
import { applyEdits, EditSet } from '../../dockerfile/span.ts';
import { analyze, type AnalyzeOptions } from '../../engine/analyze.ts';
import { withFile, type FileChange } from '../../engine/changed-files.ts';
import { modelOf } from '../../engine/known-models.ts';
import type { Finding } from '../../engine/finding.ts';
import type { Facts, Fix, Rule } from '../../rules/rule.ts';
import type { Proposal, Work } from './proposal.ts';

/** A fix that uncovers another finding of its rule is followed this often. */
const maximumPasses = 10;

/** Undefined when the rule has nothing to fix. Pragmas and severities hold: a silenced finding stays. */
export function applyRule(
  rule: Rule,
  { text, parsed, facts }: Pick<Work, 'text' | 'parsed' | 'facts'>,
  options: AnalyzeOptions,
): Proposal | undefined {
  const applied: { finding: Finding; fix: Fix }[] = [];
  let current = text;
  let model = parsed;
  let currentFacts = facts;
  let files: readonly FileChange[] = [];
  const seen = new Set<string>();
  for (let pass = 0; pass < maximumPasses; pass++) {
    const round = onePass(rule, model, currentFacts, options);
    if (round.length === 0) break;
    round.forEach(({ finding, fix }) => seen.add(`${finding.message}\n${fix.title}`));
    // The same again and again: a fix that does not clear its finding is better not applied at all.
    if (pass === maximumPasses - 1 && seen.size === 1) {
      options.logger?.error(`a fix of rule ${rule.id} does not clear its finding: ${[...seen].join('')}`);
      return undefined;
    }
    applied.push(...round);
    const edits = round.flatMap(({ fix }) => fix.edits);
    const next = applyEdits(current, edits);
    const changes = round.flatMap(({ fix }) => fix.files ?? []);
    files = [...files, ...changes];
    currentFacts = changes.reduce(withFile, currentFacts);
    if (next === current && changes.length === 0) break;
    if (next !== current) model = modelOf(next, facts);
    current = next;
  }
  const [first] = applied;
  if (!first || (current === text && files.length === 0)) return undefined;
  const titles = [...new Set(applied.map(({ fix }) => fix.title))];
  const savings = applied.flatMap(({ fix }) => fix.savesBytes ?? []);
  return {
    id: `rule:${rule.id}`,
    title:
      titles.length > 1 ? `${first.fix.title}, and ${titles.length - 1} more of the kind` : first.fix.title,
    reason: first.fix.reason ?? first.finding.message,
    applicability: applied.every(({ fix }) => fix.applicability === 'safe') ? 'safe' : 'suggested',
    savesBytes: savings.length > 0 ? savings.reduce((sum, bytes) => sum + bytes, 0) : undefined,
    text: current,
    files,
  };
}

function onePass(
  rule: Rule,
  model: DockerfileModel,
  facts: Facts,
  options: AnalyzeOptions,
): { finding: Finding; fix: Fix }[] {
  const chosen: { finding: Finding; fix: Fix }[] = [];
  const edits = new EditSet(model.text.length);
  const paths = new Set<string>();
  for (const finding of analyze(model, facts, { ...options, only: [rule] }).findings) {
    const fix = fixToTake(finding);
    if (!fix || fix.files?.some(({ path }) => paths.has(path)) || !edits.add(fix.edits)) continue;
    fix.files?.forEach(({ path }) => paths.add(path));
    chosen.push({ finding, fix });
  }
  return chosen;
}

/** The preferred fix, else the first safe one. */
export function fixToTake(finding: Finding): Fix | undefined {
  const fixes = finding.fixes();
  return fixes.find((fix) => fix.preferred) ?? fixes.find((fix) => fix.applicability === 'safe');
}
