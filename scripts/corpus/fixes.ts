/** What must hold for every fix of every finding, and for all safe ones together. */
import { areDisjoint, applyEdits } from '../../server/dockerfile/span.ts';
import type { DockerfileModel } from '../../server/dockerfile/model.ts';
import type { AnalyzeOptions } from '../../server/engine/analyze.ts';
import { withFile } from '../../server/engine/changed-files.ts';
import type { Finding } from '../../server/engine/finding.ts';
import { firstSafeFix, fixAll } from '../../server/engine/fix-all.ts';
import { modelOf } from '../../server/engine/known-models.ts';
import type { Facts, Fix } from '../../server/rules/rule.ts';
import {
  brokenHabits,
  isGone,
  lostComments,
  newFindings,
  newProblems,
  newShellErrors,
  withTabs,
} from './invariants.ts';
import type { Invariant } from './result.ts';

export interface FixSubject {
  readonly text: string;
  readonly model: DockerfileModel;
  readonly facts: Facts;
  readonly findings: readonly Finding[];
  readonly findingsOf: (text: string, facts: Facts) => readonly Finding[];
  readonly options: AnalyzeOptions;
  /** Called for every broken promise. */
  readonly report: (invariant: Invariant, about: string, detail: string, changed?: string) => void;
  /** Runs the work; what it throws is reported. */
  readonly guarded: (about: string, work: () => void) => void;
}

export function checkFixes(subject: FixSubject): void {
  const { findings, guarded, text } = subject;
  for (const finding of findings)
    for (const fix of finding.fixes()) guarded(finding.rule.id, () => checkFix(subject, finding, fix));
  guarded('fix-all', () => checkFixAll(subject));
  guarded('crlf', () =>
    checkVariant(subject, text.replaceAll('\r\n', '\n').replaceAll('\n', '\r\n'), 'CRLF'),
  );
  guarded('tabs', () => checkVariant(subject, withTabs(text), 'tabs'));
}

function checkFix(subject: FixSubject, finding: Finding, fix: Fix): void {
  const { text, facts, findingsOf, report } = subject;
  const about = `${finding.rule.id} (${fix.title})`;
  if (!areDisjoint(fix.edits)) return report('bad-edits', about, 'its edits overlap');
  const inside = fix.edits.every(
    ({ span }) => 0 <= span.start && span.start <= span.end && span.end <= text.length,
  );
  if (!inside) return report('bad-edits', about, 'an edit lies outside of the text');
  const changed = applyEdits(text, fix.edits);
  if (changed === text && (fix.files ?? []).length === 0)
    return report('finding-gone', about, 'the fix changes nothing');
  checkText(subject, about, changed, mends(finding.rule.id));
  const changedFacts = (fix.files ?? []).reduce(withFile, facts);
  const after = findingsOf(changed, changedFacts);
  const { id } = finding.rule;
  const gone = mends(id)
    ? saying(finding, after) < saying(finding, subject.findings)
    : isGone(finding, subject.findings, after);
  if (!gone) report('finding-gone', about, finding.message, changed);
  if (!reveals.has(id))
    for (const fresh of newFindings(subject, { model: modelOf(changed, changedFacts), findings: after }))
      report('nothing-new', about, fresh, changed);
  const second = secondTime(subject).find(
    ({ rule, span, message }) =>
      rule.id === id &&
      message === finding.message &&
      span.start === finding.span.start &&
      span.end === finding.span.end,
  );
  const same = second?.fixes().find(({ title }) => title === fix.title);
  if (!same || JSON.stringify(same.edits) !== JSON.stringify(fix.edits))
    report('twice-the-same', about, 'the same text gave another fix');
}

/**
 * The build stops at what these find, or nobody knows which folder is meant, or an instruction was taken for the end of
 * the one above: what is wrong besides shows only when they are put right.
 */
export const reveals: ReadonlySet<string> = new Set([
  'correctness/empty-continuation',
  'correctness/relative-workdir',
  'correctness/syntax',
  'correctness/undefined-arg-in-from',
  'correctness/used-before-copied',
]);

/** How many findings of the same rule say the same. */
function saying({ rule, message }: Finding, findings: readonly Finding[]): number {
  return findings.filter((one) => one.rule.id === rule.id && one.message === message).length;
}

/** A spelling that is put right in a broken file can show the next mistake. */
function mends(rule: string): boolean {
  return rule === 'correctness/syntax' || rule === 'correctness/misspelt-image';
}

const again = new WeakMap<FixSubject, readonly Finding[]>();

/** The findings of another run over the same text. */
function secondTime(subject: FixSubject): readonly Finding[] {
  let findings = again.get(subject);
  if (!findings) again.set(subject, (findings = subject.findingsOf(subject.text, subject.facts)));
  return findings;
}

/** What holds for the changed text alone. */
function checkText(
  { text, model, facts, report }: FixSubject,
  about: string,
  changed: string,
  mended: boolean,
): void {
  const after = modelOf(changed, facts);
  if (!mended) {
    for (const problem of newProblems(model, after)) report('parses', about, problem, changed);
    for (const error of newShellErrors(model, after)) report('parses', about, error, changed);
  }
  for (const comment of lostComments(model, after))
    report('keeps', about, `the comment is gone: ${comment}`, changed);
  for (const habit of brokenHabits(text, changed)) report('keeps', about, habit, changed);
}

function checkFixAll(subject: FixSubject): void {
  const { text, facts, findings, findingsOf, options, report } = subject;
  const done = fixAll(text, facts, options);
  const mended = subject.model.problems.length > 0;
  checkText(subject, 'fix-all', done.text, mended);
  const after = findingsOf(done.text, done.facts);
  if (!mended && !findings.some(({ rule }) => reveals.has(rule.id)))
    for (const fresh of newFindings(subject, { model: modelOf(done.text, done.facts), findings: after }))
      report('nothing-new', 'fix-all', fresh, done.text);
  // Passes are limited: what is left then would have gone on.
  const left = after.find((finding) => firstSafeFix(finding));
  if (left)
    report('twice-the-same', 'fix-all', `a safe fix is left: ${left.rule.id}: ${left.message}`, done.text);
  const again = fixAll(done.text, done.facts, options);
  if (again.text !== done.text || again.applied.length > 0)
    report('twice-the-same', 'fix-all', 'a second run changes something', done.text);
}

/** The same file by other habits has the same findings, and their fixes keep the habits. */
function checkVariant(
  { text, facts, findings, findingsOf, report }: FixSubject,
  variant: string,
  name: string,
): void {
  if (variant === text) return;
  const ids = (all: readonly Finding[]): string =>
    all
      .map(({ rule }) => rule.id)
      .sort()
      .join(' ');
  const found = findingsOf(variant, facts);
  if (ids(found) !== ids(findings))
    report('crlf', 'analyze', `as it is: ${ids(findings)}\nwith ${name}: ${ids(found)}`);
  for (const finding of found)
    for (const fix of finding.fixes())
      for (const habit of brokenHabits(variant, applyEdits(variant, fix.edits)))
        report('keeps', `${finding.rule.id} (${fix.title})`, `with ${name}: ${habit}`);
}
