/** Colours, on a terminal that wants them. */
import type { Severity } from '../rules/rule.ts';
import type { CliIo, Output } from './io.ts';

export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  added(text: string): string;
  removed(text: string): string;
  severity(severity: Severity, text: string): string;
}

const codes: Readonly<Record<Severity, number>> = { error: 31, warning: 33, info: 36, hint: 90 };

/** Colours only on a terminal, and not when NO_COLOR is set to anything (no-color.org) or the terminal is dumb. */
export function styleFor(output: Output, env: CliIo['env']): Style {
  const coloured = output.isTTY && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  const paint = (code: number, text: string): string => (coloured ? `\x1b[${code}m${text}\x1b[0m` : text);
  return {
    bold: (text) => paint(1, text),
    dim: (text) => paint(2, text),
    added: (text) => paint(32, text),
    removed: (text) => paint(31, text),
    severity: (severity, text) => paint(codes[severity], text),
  };
}

/** Text of a file as it may be shown: a Dockerfile must not be able to send commands to the terminal. */
export function printable(text: string): string {
  return text.replace(unsafe, '\uFFFD');
}

/** Control characters but tab and line feed, and the marks that change the direction of writing. */
const unsafe = /(?![\t\n])[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu;
