/** Logical text: one line assembled from pieces of the document, with the way back. */
import type { LogicalText } from './model.ts';
import type { Span } from './span.ts';

/** Collects pieces of the document into one logical text. */
export class LogicalTextBuilder {
  private readonly pieces: string[] = [];
  /** Logical offsets at which pieces begin, and the document offsets they come from. */
  private readonly logicalStarts: number[] = [];
  private readonly documentStarts: number[] = [];
  private length = 0;

  constructor(private readonly document: string) {}

  /** Appends the document's `[start, end)`. */
  append(start: number, end: number): void {
    if (end <= start && this.pieces.length > 0) return;
    this.pieces.push(this.document.slice(start, end));
    this.logicalStarts.push(this.length);
    this.documentStarts.push(start);
    this.length += end - start;
  }

  /** Appends text that replaces what stands at `documentOffset` (a normalised line break, say). */
  insert(text: string, documentOffset: number): void {
    this.pieces.push(text);
    this.logicalStarts.push(this.length);
    this.documentStarts.push(documentOffset);
    this.length += text.length;
    // What stands behind the inserted text maps to the same place, not so many characters further.
    this.pieces.push('');
    this.logicalStarts.push(this.length);
    this.documentStarts.push(documentOffset);
  }

  build(): LogicalText {
    return new MappedText(this.pieces.join(''), this.logicalStarts, this.documentStarts);
  }
}

class MappedText implements LogicalText {
  constructor(
    readonly text: string,
    private readonly logicalStarts: readonly number[],
    private readonly documentStarts: readonly number[],
  ) {}

  toDocument(offset: number): number {
    let low = 0;
    let high = this.logicalStarts.length - 1;
    if (high < 0) return 0;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.logicalStarts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return this.documentStarts[low]! + offset - this.logicalStarts[low]!;
  }

  spanOf(start: number, end: number): Span {
    const from = this.toDocument(start);
    // The end belongs to the last character inside, so that a continuation behind it is not swallowed.
    return end <= start ? { start: from, end: from } : { start: from, end: this.toDocument(end - 1) + 1 };
  }
}

/** The part `[start, end)` of a logical text as a text of its own. */
export function sliceLogical(
  source: LogicalText,
  start: number,
  end: number = source.text.length,
): LogicalText {
  const text = source.text.slice(start, end);
  // The end belongs to the last character: what follows may stand behind a continuation.
  const toDocument = (offset: number): number =>
    offset > 0 && offset === text.length
      ? source.toDocument(start + offset - 1) + 1
      : source.toDocument(start + offset);
  return {
    text,
    toDocument,
    spanOf: (from, to) =>
      to <= from
        ? { start: toDocument(from), end: toDocument(from) }
        : source.spanOf(start + from, start + to),
  };
}
