/** What must hold between a text and a changed text, whatever changed it. */
import { structuredPatch } from 'diff';
import type { DockerfileModel, Instruction } from '../../server/dockerfile/model.ts';
import type { Finding } from '../../server/engine/finding.ts';
import { atLeast } from '../../server/engine/severities.ts';

/** Syntax problems of `after` beyond those of `before`, by kind. */
export function newProblems(before: DockerfileModel, after: DockerfileModel): string[] {
  const left = before.problems.map(({ kind }) => kind);
  return after.problems.flatMap(({ kind, message }) => {
    const known = left.indexOf(kind);
    if (known < 0) return [`${kind}: ${message}`];
    left.splice(known, 1);
    return [];
  });
}

/** Findings of warning or above of which `after` has more than `before`, as `rule: message`. */
export function newFindings(before: readonly Finding[], after: readonly Finding[]): string[] {
  const left = counts(before.map(({ rule }) => rule.id));
  return after
    .filter(({ effectiveSeverity }) => atLeast(effectiveSeverity, 'warning'))
    .flatMap(({ rule, message }) => {
      const known = left.get(rule.id) ?? 0;
      if (known === 0) return [`${rule.id}: ${message}`];
      left.set(rule.id, known - 1);
      return [];
    });
}

export function countOf(findings: readonly Finding[], ruleId: string): number {
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
  const mentioned = (what: string): boolean => steps.includes(what.replace(/^\S+ /, ''));
  return [...new Set(meaning(before))].filter((what) => !kept.has(what) && !mentioned(what));
}

function meaning(model: DockerfileModel): string[] {
  return [
    ...model.comments.map(({ text }) => `comment ${text.trim()}`).filter((text) => text !== 'comment '),
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
