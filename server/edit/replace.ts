import type { TextEdit } from '../dockerfile/span.ts';

/** One edit that turns `before` into `after` and touches only the lines between the first and the last change. */
export function replaceLines(before: string, after: string): TextEdit {
  const old = linesOf(before);
  const next = linesOf(after);
  const limit = Math.min(old.length, next.length);
  let first = 0;
  while (first < limit && old[first] === next[first]) first++;
  let last = 0;
  while (last < limit - first && old[old.length - 1 - last] === next[next.length - 1 - last]) last++;
  const length = (lines: readonly string[]): number => lines.reduce((sum, line) => sum + line.length, 0);
  const start = length(old.slice(0, first));
  return {
    span: { start, end: before.length - length(old.slice(old.length - last)) },
    newText: next.slice(first, next.length - last).join(''),
  };
}

/** Lines with their line breaks. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
