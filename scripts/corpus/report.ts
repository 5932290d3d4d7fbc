/** The result as text: what to fix first stands last, where the terminal ends. */
import type { CorpusResult, Violation } from './result.ts';

/** Violations of one kind that are shown in full; the rest is in --json. */
const shownPerKind = 3;
const slowest = 5;

export function reportText(result: CorpusResult): string {
  return `${[
    ruleTable(result),
    slowFiles(result),
    ...(result.unreadable.length > 0
      ? [`Not read:\n${result.unreadable.map(({ path, reason }) => `  ${path}: ${reason}`).join('\n')}`]
      : []),
    ...violations(result.violations),
    `${result.files} Dockerfiles, ${result.optimized} optimized, ${result.converted} converted to multi-stage, ${result.violations.length} violations.`,
  ].join('\n\n')}\n`;
}

function ruleTable({ rules }: CorpusResult): string {
  const rows = Object.entries(rules)
    .sort(([a, x], [b, y]) => y.findings - x.findings || (a < b ? -1 : 1))
    .map(([id, { findings, files, safeFixes, suggestedFixes }]) =>
      row(id, [findings, files, safeFixes, suggestedFixes]),
    );
  return [row('rule', ['findings', 'files', 'safe', 'suggested']), ...rows].join('\n');
}

function row(id: string, cells: readonly (string | number)[]): string {
  return [id.padEnd(40), ...cells.map((cell) => String(cell).padStart(9))].join(' ');
}

function slowFiles({ times }: CorpusResult): string {
  const rows = [...times]
    .sort((a, b) => b.total - a.total)
    .slice(0, slowest)
    .map(
      ({ path, gather, analyze, rewrite, total }) =>
        `  ${ms(total)} (gather ${ms(gather)}, rules ${ms(analyze)}, rewrites ${ms(rewrite)}) ${path}`,
    );
  return `Slowest:\n${rows.join('\n')}`;
}

function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}

function violations(all: readonly Violation[]): string[] {
  const groups = new Map<string, Violation[]>();
  for (const violation of all) {
    const key = `${violation.invariant}: ${violation.subject}`;
    const group = groups.get(key);
    if (group) group.push(violation);
    else groups.set(key, [violation]);
  }
  return [...groups]
    .sort(([a, x], [b, y]) => x.length - y.length || (a < b ? -1 : 1))
    .map(([key, group]) => {
      const more = group.length > shownPerKind ? [`  … and ${group.length - shownPerKind} more`] : [];
      return [`✗ ${key} (${group.length})`, ...group.slice(0, shownPerKind).map(one), ...more].join('\n');
    });
}

function one({ path, detail, diff }: Violation): string {
  return [`  ${path}`, indent(detail, 4), ...(diff === undefined ? [] : [indent(diff, 6)])].join('\n');
}

function indent(text: string, width: number): string {
  return text.replace(/^/gm, ' '.repeat(width));
}
