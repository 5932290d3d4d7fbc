/** A half-open range `[start, end)` of UTF-16 offsets into the Dockerfile's text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** True when the spans share at least one character, or one is an empty span inside or at the edge of the other. */
export function touches(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}

/** Replaces the text in `span` by `newText`. An empty span inserts. */
export interface TextEdit {
  readonly span: Span;
  readonly newText: string;
}

/**
 * The text after all edits. Edits may come in any order but must not overlap; two insertions at one offset
 * keep their order.
 * @throws RangeError on overlapping or out-of-range edits.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const ordered = edits
    .map((edit, index) => ({ edit, index }))
    .sort(
      (a, b) =>
        a.edit.span.start - b.edit.span.start || a.edit.span.end - b.edit.span.end || a.index - b.index,
    );
  let result = '';
  let position = 0;
  for (const { edit } of ordered) {
    const { start, end } = edit.span;
    if (start < position || end < start || end > text.length)
      throw new RangeError(`edit [${start}, ${end}) overlaps another or lies outside the text`);
    result += text.slice(position, start) + edit.newText;
    position = end;
  }
  return result + text.slice(position);
}

/** True when no two of the edits overlap (touching insertions are fine). */
export function areDisjoint(edits: readonly TextEdit[]): boolean {
  const ordered = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  return ordered.every((edit, i) => i === 0 || ordered[i - 1]!.span.end <= edit.span.start);
}
