/** What ShellCheck prints (`--format=json1`), read as untrusted input. */
import type { Severity } from '../rules/rule.ts';

/** Lines and columns count from 1; columns are Unicode code points. The end is exclusive. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface Replacement extends Place {
  readonly text: string;
}

export interface ShellCheckComment extends Place {
  readonly code: number;
  readonly severity: Severity;
  readonly message: string;
  /** Empty: it has no correction. */
  readonly replacements: readonly Replacement[];
}

const severities: Readonly<Record<string, Severity>> = {
  error: 'error',
  warning: 'warning',
  info: 'info',
  style: 'hint',
};

/** Undefined when this is not what ShellCheck prints. A comment that has not the expected form is left out. */
export function readOutput(output: string): ShellCheckComment[] | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(output);
  } catch {
    return undefined;
  }
  const comments = isRecord(parsed) ? parsed['comments'] : undefined;
  return Array.isArray(comments) ? comments.flatMap((one: unknown) => readComment(one) ?? []) : undefined;
}

function readComment(raw: unknown): ShellCheckComment | undefined {
  const place = readPlace(raw);
  if (!place || !isRecord(raw)) return undefined;
  const { code, level, message, fix } = raw;
  const severity = typeof level === 'string' && Object.hasOwn(severities, level) && severities[level];
  if (typeof code !== 'number' || !/^\d{4}$/.test(String(code))) return undefined;
  if (!severity || typeof message !== 'string' || message === '') return undefined;
  const replacements = isRecord(fix) && Array.isArray(fix['replacements']) ? fix['replacements'] : [];
  const read = replacements.map(readReplacement);
  // Half a correction is none.
  const complete = read.every((one) => one !== undefined) ? read : [];
  return { ...place, code, severity, message, replacements: complete };
}

function readReplacement(raw: unknown): Replacement | undefined {
  const place = readPlace(raw);
  const text = isRecord(raw) ? raw['replacement'] : undefined;
  return place && typeof text === 'string' ? { ...place, text } : undefined;
}

function readPlace(raw: unknown): Place | undefined {
  if (!isRecord(raw)) return undefined;
  const { line, column, endLine, endColumn } = raw;
  if (!isCount(line) || !isCount(column) || !isCount(endLine) || !isCount(endColumn)) return undefined;
  return { line, column, endLine, endColumn };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
