import type { TextEdit } from '../dockerfile/span.ts';

/** One edit that turns `before` into `after` and touches only the lines between the first and the last change. */
export function replaceLines(before: string, after: string): TextEdit {
  let start = 0;
  const limit = Math.min(before.length, after.length);
  while (start < limit && before[start] === after[start]) start++;
  start = before.lastIndexOf('\n', start - 1) + 1;
  let end = 0;
  while (end < limit - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  // Back to a line's beginning, so that whole lines are replaced.
  const tail = before.slice(before.length - end);
  const breakAt = tail.indexOf('\n');
  const kept = breakAt < 0 ? 0 : end - breakAt - 1;
  return { span: { start, end: before.length - kept }, newText: after.slice(start, after.length - kept) };
}
