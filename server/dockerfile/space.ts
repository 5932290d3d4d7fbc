/** White space as Go's unicode.IsSpace has it; JavaScript's own trim would take a byte order mark along. */
const space = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

/** Offset of the first character of `[start, end)` that is no white space, or `end`. */
export function skipSpace(text: string, start: number, end: number): number {
  let i = start;
  while (i < end && space.test(text[i]!)) i++;
  return i;
}

/** Offset behind the last character of `[start, text.length)` that is no white space, or `start`. */
export function trimmedEnd(text: string, start = 0): number {
  let end = text.length;
  while (end > start && space.test(text[end - 1]!)) end--;
  return end;
}
