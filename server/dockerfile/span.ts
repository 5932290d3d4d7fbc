/** A half-open range `[start, end)` of UTF-16 offsets into the Dockerfile's text. */
export interface Span {
  readonly start: number;
  readonly end: number;
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

/** Two fixes that add one flag at one place would add it twice. */
function isSameInsertion(a: TextEdit, b: TextEdit): boolean {
  const isOnePlace =
    a.span.start === b.span.start && a.span.end === a.span.start && b.span.end === b.span.start;
  return isOnePlace && a.newText === b.newText && a.newText !== '';
}

/** Edits that don't overlap, gathered one fix at a time. */
export class EditSet {
  /** In the order of the text; of one place in the order in which they came. */
  private readonly edits: TextEdit[] = [];

  constructor(private readonly textLength: number) {}

  get all(): readonly TextEdit[] {
    return this.edits;
  }

  /**
   * Adds all of the edits or, when one of them overlaps another, inserts what another one inserts there or lies outside
   * the text, none; tells which.
   */
  add(edits: readonly TextEdit[]): boolean {
    const fits = edits.every(({ span, newText }) => {
      if (span.start < 0 || span.end < span.start || span.end > this.textLength) return false;
      const at = this.positionOf(span.start);
      const next = this.edits[at];
      const before = this.edits[at - 1];
      if (before && isSameInsertion(before, { span, newText })) return false;
      return (before?.span.end ?? 0) <= span.start && (!next || span.end <= next.span.start);
    });
    if (!fits || !areDisjoint(edits)) return false;
    for (const edit of edits) this.edits.splice(this.positionOf(edit.span.start), 0, edit);
    return true;
  }

  /** Index behind the last edit that begins at or before `offset`. */
  private positionOf(offset: number): number {
    let low = 0;
    let high = this.edits.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.edits[middle]!.span.start <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
