/** What must hold between a text and a changed text, whatever changed it. */
import { structuredPatch } from 'diff';
import type { DockerfileModel, Instruction } from '../../server/dockerfile/model.ts';
import { shellOf } from '../../server/dockerfile/shell.ts';
import type { Finding } from '../../server/engine/finding.ts';
import { atLeast } from '../../server/engine/severities.ts';

/** A text as the engine sees it. */
export interface Snapshot {
  readonly model: DockerfileModel;
  readonly findings: readonly Finding[];
}

/**
 * Syntax problems of `after` beyond those of `before`, by kind. In a broken file a spelling that is put right can show the
 * next mistake: there only more of them count.
 */
export function newProblems(before: DockerfileModel, after: DockerfileModel): string[] {
  if (before.problems.length > 0 && after.problems.length <= before.problems.length) return [];
  const left = before.problems.map(({ kind }) => kind);
  return after.problems.flatMap(({ kind, message }) => {
    const known = left.indexOf(kind);
    if (known < 0) return [`${kind}: ${message}`];
    left.splice(known, 1);
    return [];
  });
}

/** Errors in the shell scripts of `after` beyond as many as `before` has. */
export function newShellErrors(before: DockerfileModel, after: DockerfileModel): string[] {
  const errors = (model: DockerfileModel): string[] =>
    model.instructions.flatMap((one) => shellOf(one, model)?.errors.map(({ message }) => message) ?? []);
  return errors(after).slice(errors(before).length);
}

/** Comments of `before` that `after` has not, nor as a part of another one. Those that silence findings are code. */
export function lostComments(before: DockerfileModel, after: DockerfileModel): string[] {
  const kept = after.comments.map(({ text }) => text);
  return before.comments.flatMap(({ text }) => {
    const comment = text.trim();
    if (/^dockerfile-optimizer\s/i.test(comment)) return [];
    const at = kept.findIndex((other) => other.includes(comment));
    if (at >= 0) kept.splice(at, 1);
    return at >= 0 || comment === '' ? [] : [comment];
  });
}

/** How a changed text breaks with the habits of the file: its line breaks, and lines that are indented with tabs. */
export function brokenHabits(before: string, after: string): string[] {
  const broken: string[] = [];
  if (before.includes('\r\n') && !/(?<!\r)\n/.test(before) && /(?<!\r)\n/.test(after))
    broken.push('line endings are mixed now');
  if (!before.includes('\r') && after.includes('\r')) broken.push('there are carriage returns now');
  const tabbed = before.split(/\r?\n/).filter((line) => /^\t+\S/.test(line));
  const lines = new Set(after.split(/\r?\n/));
  const trimmed = new Set([...lines].map((line) => line.trim()));
  for (const line of tabbed)
    if (!lines.has(line) && trimmed.has(line.trim())) broken.push(`it lost its tab: ${line.trim()}`);
  return broken;
}

/** The text with tabs in front of continued lines in place of blanks. */
export function withTabs(text: string): string {
  return text.replace(/^(?: {2,4})+(?=[^\s#])/gm, (blanks) => '\t'.repeat(Math.ceil(blanks.length / 4)));
}

/**
 * Findings of warning or above that `after` has and `before` had not, as `rule: message`. A rule that found something
 * before may find it more often where instructions were split or repeated.
 */
export function newFindings(before: Snapshot, after: Snapshot): string[] {
  const grew = after.model.instructions.length > before.model.instructions.length;
  const left = counts(before.findings.map(({ rule }) => rule.id));
  const known = new Set(left.keys());
  for (const id of [...known]) for (const other of speaksFor[id] ?? []) known.add(other);
  const hidden = new Set([...left.keys()].flatMap((id) => hides[id] ?? []));
  return after.findings
    .filter(({ effectiveSeverity }) => atLeast(effectiveSeverity, 'warning'))
    .flatMap(({ rule, message }) => {
      if ((grew && known.has(rule.id)) || hidden.has(rule.id)) return [];
      const count = left.get(rule.id) ?? 0;
      if (count === 0) return [`${rule.id}: ${message}`];
      left.set(rule.id, count - 1);
      return [];
    });
}

/** One problem is one finding: while the first one stands, the others are silent about the same instructions. */
const speaksFor: Readonly<Record<string, readonly string[]>> = {
  'size/multi-stage': ['size/dev-dependencies'],
  'cache/copy-before-install': ['cache/copy-before-system-packages'],
  // Packages that come behind what could need them: nothing shows who does.
  'cache/copy-before-system-packages': ['size/build-tools'],
};

/** Of an image that does not exist nothing is known, and of one without support nobody knows the size: the next one shows it. */
const hides: Readonly<Record<string, readonly string[]>> = {
  'correctness/misspelt-image': ['reproducible/unpinned-base', 'reproducible/eol-base', 'size/heavy-base', 'size/multi-stage', 'security/root-user'],
  'reproducible/eol-base': ['size/heavy-base'],
}; // prettier-ignore

/** True when a finding is not among these any more: fewer of its rule, or as many and none that says the same. */
export function isGone(
  { rule, message }: Finding,
  before: readonly Finding[],
  after: readonly Finding[],
): boolean {
  const [old, now] = [countOf(before, rule.id), countOf(after, rule.id)];
  return (
    now < old || (now === old && !after.some((one) => one.rule.id === rule.id && one.message === message))
  );
}

function countOf(findings: readonly Finding[], ruleId: string): number {
  return findings.filter(({ rule }) => rule.id === ruleId).length;
}

function counts(ids: readonly string[]): Map<string, number> {
  const result = new Map<string, number>();
  for (const id of ids) result.set(id, (result.get(id) ?? 0) + 1);
  return result;
}

/**
 * What the user wrote that a rewrite must keep, or name in a step: comments, and what ENV, LABEL, ARG, EXPOSE,
 * VOLUME, STOPSIGNAL, HEALTHCHECK, SHELL, ENTRYPOINT and CMD declare. Returns what neither text nor steps have.
 */
export function lost(before: DockerfileModel, after: DockerfileModel, steps: string): string[] {
  const kept = new Set(meaning(after));
  // `CMD` is named by its keyword, `ENV PORT` by its key, a comment by its text.
  // Words behind a `#` in ENV were meant as a comment, and are one then.
  const old = new Set(before.comments.map(({ text }) => text.trim()));
  const fresh = after.comments.map(({ text }) => text.trim()).filter((text) => !old.has(text));
  const told = [steps, ...fresh].join('\n');
  const mentioned = (what: string): boolean => told.includes(what.replace(/^\S+ /, ''));
  return [...new Set(meaning(before))].filter((what) => !kept.has(what) && !mentioned(what));
}

function meaning(model: DockerfileModel): string[] {
  return [
    ...model.comments
      .map(({ text }) => `comment ${text.trim()}`)
      .filter((text) => !/^comment (?:$|dockerfile-optimizer\s)/i.test(text)),
    ...model.instructions.flatMap(declared),
  ];
}

function declared(instruction: Instruction): string[] {
  const { keyword, pairs, words } = instruction;
  switch (keyword) {
    case 'ENV':
    case 'LABEL':
    case 'ARG':
      return pairs.map(({ key }) => `${keyword} ${key}`);
    case 'EXPOSE':
    case 'VOLUME':
    case 'STOPSIGNAL':
      return words.map(({ value }) => `${keyword} ${value}`);
    case 'HEALTHCHECK':
    case 'SHELL':
    case 'ENTRYPOINT':
    case 'CMD':
      return [keyword];
    default:
      return [];
  }
}

const maxDiffLines = 24;

/** A short unified diff without headers. */
export function shortDiff(before: string, after: string): string {
  const patch = structuredPatch('', '', before, after, undefined, undefined, { context: 1 });
  const lines = patch.hunks.flatMap(({ oldStart, lines: body }) => [`@@ line ${oldStart}`, ...body]);
  return lines.length > maxDiffLines
    ? [...lines.slice(0, maxDiffLines), `… ${lines.length - maxDiffLines} more lines`].join('\n')
    : lines.join('\n');
}
