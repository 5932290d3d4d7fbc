/** What `check` found, independent of how it is printed. */
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Finding } from '../engine/finding.ts';
import { atLeast, severityOrder } from '../engine/severities.ts';
import type { Severity } from '../rules/rule.ts';

/** Lines and columns from 1; columns count UTF-16 units. The end is exclusive. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface FileReport {
  readonly path: string;
  /** Null when there was no folder to look at. */
  readonly context: string | null;
  readonly text: string;
  readonly findings: readonly Finding[];
  /** Fixes that --fix applied. */
  readonly fixed: number;
}

export interface Failure {
  readonly path: string;
  readonly message: string;
}

export interface CheckReport {
  readonly files: readonly FileReport[];
  readonly failures: readonly Failure[];
}

export interface Summary extends Readonly<Record<Severity, number>> {
  readonly files: number;
  readonly findings: number;
  /** Findings with a safe fix. */
  readonly fixable: number;
  readonly fixed: number;
  readonly failures: readonly Failure[];
}

export function summarize({ files, failures }: CheckReport): Summary {
  const findings = files.flatMap((file) => file.findings);
  const count = (severity: Severity): number =>
    findings.filter(({ effectiveSeverity }) => effectiveSeverity === severity).length;
  return {
    files: files.length,
    findings: findings.length,
    error: count('error'),
    warning: count('warning'),
    info: count('info'),
    hint: count('hint'),
    fixable: findings.filter((finding) => finding.fixes().some((fix) => fix.applicability === 'safe')).length,
    fixed: files.reduce((sum, file) => sum + file.fixed, 0),
    failures,
  };
}

export function hasFindingsFrom(report: CheckReport, level: Severity | 'none'): boolean {
  return (
    level !== 'none' &&
    report.files.some((file) => file.findings.some((finding) => atLeast(finding.effectiveSeverity, level)))
  );
}

/** Where the findings of one text are. */
export function placesOf(text: string): (finding: Finding) => Place {
  const document = TextDocument.create('', '', 0, text);
  return ({ span }) => {
    const start = document.positionAt(span.start);
    const end = document.positionAt(span.end);
    return {
      line: start.line + 1,
      column: start.character + 1,
      endLine: end.line + 1,
      endColumn: end.character + 1,
    };
  };
}

/** `1 error, 3 warnings`: the levels that occur, gravest first; undefined when there is none. */
export function countsInWords(counts: Readonly<Record<Severity, number>>): string | undefined {
  const parts = severityOrder
    .filter((severity) => counts[severity] > 0)
    .map((severity) => plural(counts[severity], severity));
  return parts.length > 0 ? parts.join(', ') : undefined;
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
