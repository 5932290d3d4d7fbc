/**
 * The rule tester: runs a rule's own examples and the laws that hold for every rule.
 *
 * On every case: the bad text has its findings, the good text has none; ranges lie inside the text; each fix
 * parses, clears its finding, adds nothing at warning or above and changes nothing when applied again; CRLF and
 * non-ASCII variants of the text give the same findings.
 */
import { expect } from 'vitest';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { applyEdits } from '../../server/dockerfile/span.ts';
import { analyze } from '../../server/engine/analyze.ts';
import { withFile } from '../../server/engine/changed-files.ts';
import type { Finding } from '../../server/engine/finding.ts';
import { atLeast } from '../../server/engine/severities.ts';
import type { Facts, Fix, Preferences, Rule, RuleExample } from '../../server/rules/rule.ts';
import { factsFor } from './facts.ts';
import type { MemoryTree } from './memory-file-system.ts';

export interface RuleCase {
  readonly name: string;
  readonly files?: MemoryTree;
  readonly text: string;
  readonly preferences?: Partial<Preferences>;
  /** Number of findings, or texts that the findings' spans cover. */
  readonly findings: number | readonly string[];
  /** Text after the first finding's preferred (else first) fix. */
  readonly fixed?: string;
}

/** Findings of one rule. The rule runs even when it is off by default. */
export function findingsOf(rule: Rule, text: string, facts: Facts): readonly Finding[] {
  const errors: string[] = [];
  const logger = {
    info: () => undefined,
    warn: () => undefined,
    error: (message: string) => errors.push(message),
  };
  const severity = rule.severity === 'off' ? { [rule.id]: 'warning' as const } : {};
  const { findings } = analyze(parseDockerfile(text), facts, { only: [rule], logger, rules: severity });
  for (const finding of findings) finding.fixes();
  expect(errors).toEqual([]);
  return findings;
}

export function preferredFix(finding: Finding): Fix | undefined {
  const fixes = finding.fixes();
  return fixes.find((fix) => fix.preferred) ?? fixes[0];
}

export async function checkExample(rule: Rule, example: RuleExample): Promise<void> {
  const files = example.files ?? {};
  const expected = example.findings ?? 1;
  const preferences = example.preferences && { preferences: example.preferences };
  const bad = await checkCase(rule, {
    name: 'bad',
    files,
    text: example.bad,
    findings: expected,
    ...preferences,
  });
  const good = await checkCase(rule, {
    name: 'good',
    ...preferences,
    files: { ...files, ...bad.files },
    text: example.good,
    findings: 0,
  });
  expect(good.findings).toHaveLength(0);
  const [finding] = bad.findings;
  const fix = finding && preferredFix(finding);
  if (fix && expected === 1) expect(applyEdits(example.bad, fix.edits)).toBe(example.good);
}

export async function checkCase(
  rule: Rule,
  test: RuleCase,
): Promise<{ findings: readonly Finding[]; files: Record<string, string> }> {
  const facts = await factsFor(test.text, test.files, preferencesOf(test));
  const findings = findingsOf(rule, test.text, facts);
  if (typeof test.findings === 'number')
    expect(findings.map((finding) => finding.message)).toHaveLength(test.findings);
  else expect(findings.map(({ span }) => test.text.slice(span.start, span.end))).toEqual(test.findings);
  const written: Record<string, string> = {};
  for (const finding of findings) {
    checkFinding(finding, test.text);
    for (const fix of finding.fixes()) checkFix(rule, finding, fix, test.text, facts);
    for (const file of preferredFix(finding)?.files ?? []) written[file.path] = file.after;
  }
  const [first] = findings;
  if (test.fixed !== undefined)
    expect(first && applyEdits(test.text, preferredFix(first)?.edits ?? [])).toBe(test.fixed);
  await checkVariants(rule, test, findings);
  return { findings, files: written };
}

function preferencesOf({ preferences }: RuleCase): Preferences | undefined {
  return preferences && { nodeBase: 'auto', ...preferences };
}

function checkFinding(finding: Finding, text: string): void {
  const { span, message } = finding;
  expect(span.start).toBeGreaterThanOrEqual(0);
  expect(span.end).toBeGreaterThanOrEqual(span.start);
  expect(span.end).toBeLessThanOrEqual(text.length);
  expect(message.length, message).toBeGreaterThan(15);
  expect(message, message).not.toMatch(/undefined|\[object|NaN|\n/);
  for (const related of finding.related ?? []) expect(related.span.end).toBeLessThanOrEqual(text.length);
}

/** The laws of a fix. Also used over whole collections of Dockerfiles. */
export function checkFix(rule: Rule, finding: Finding, fix: Fix, text: string, facts: Facts): void {
  expect(fix.title).not.toMatch(/undefined|\[object|NaN/);
  const before = findingsOf(rule, text, facts);
  const fixed = applyEdits(text, fix.edits);
  const fixedFacts = (fix.files ?? []).reduce(withFile, facts);
  const modelBefore = parseDockerfile(text);
  const modelAfter = parseDockerfile(fixed);
  expect(modelAfter.problems.length, `${fix.title}: parses\n${fixed}`).toBeLessThanOrEqual(
    modelBefore.problems.length,
  );
  const after = findingsOf(rule, fixed, fixedFacts);
  expect(after.length, `${fix.title}: clears its finding "${finding.message}"\n${fixed}`).toBeLessThan(
    before.length,
  );
  const grave = (model: typeof modelBefore, f: Facts): string[] =>
    analyze(model, f)
      .findings.filter((one) => atLeast(one.effectiveSeverity, 'warning'))
      .map((one) => one.rule.id);
  const remaining = grave(modelBefore, facts);
  const added = grave(modelAfter, fixedFacts).filter((id) => {
    const index = remaining.indexOf(id);
    if (index >= 0) remaining.splice(index, 1);
    return index < 0;
  });
  // A spelling that is put right can show the next mistake.
  if (rule.id !== 'correctness/syntax' && rule.id !== 'correctness/misspelt-image')
    expect(added, `${fix.title}: adds nothing grave\n${fixed}`).toEqual([]);
}

async function checkVariants(rule: Rule, test: RuleCase, findings: readonly Finding[]): Promise<void> {
  const ids = (all: readonly Finding[]): number => all.length;
  const crlf = test.text.replace(/\r?\n/g, '\r\n');
  const crlfFindings = findingsOf(rule, crlf, await factsFor(crlf, test.files, preferencesOf(test)));
  expect(ids(crlfFindings), 'CRLF').toBe(ids(findings));
  for (const finding of crlfFindings) {
    const fix = preferredFix(finding);
    if (fix)
      expect(applyEdits(crlf, fix.edits).replace(/\r\n/g, ''), `${fix.title}: keeps CRLF`).not.toMatch(
        /[\r\n]/,
      );
  }
  const startsWithDirective = /^#\s*(?:syntax|escape|check)\s*=/i.test(test.text);
  if (!startsWithDirective && !rule.id.startsWith('correctness/syntax')) {
    const unicode = `# Grüße 🚀\n${test.text}`;
    expect(
      ids(findingsOf(rule, unicode, await factsFor(unicode, test.files, preferencesOf(test)))),
      'non-ASCII',
    ).toBe(ids(findings));
  }
}
