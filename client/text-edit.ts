/** The smallest single replacement that turns one text into another. */

export interface Replacement {
  /** UTF-16 offsets of the replaced part, half-open. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * What to replace in `before` to get `after`: the cursor, folding and breakpoints outside of it stay where they
 * are. Cuts only between whole lines, so the undo step and a line-wise diff tell the same story.
 */
export function replacement(before: string, after: string): Replacement {
  const limit = Math.min(before.length, after.length);
  let start = 0;
  while (start < limit && before[start] === after[start]) start++;
  start = start === 0 ? 0 : before.lastIndexOf('\n', start - 1) + 1;
  let tail = 0;
  while (tail < limit - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  // Back to the beginning of a line in both texts: the tail begins after a line break.
  const end = before.indexOf('\n', before.length - tail - 1);
  tail = end === -1 ? 0 : Math.min(tail, before.length - end - 1);
  return {
    start,
    end: before.length - tail,
    text: after.slice(start, after.length - tail),
  };
}
