/** Logical text: one line assembled from pieces of the document, with the way back. */
import type { LogicalText } from './model.ts';
import type { Span } from './span.ts';

interface Piece {
  /** Logical offset at which it begins. */
  readonly logicalStart: number;
  /** Document offset it comes from. */
  readonly documentStart: number;
  /** Not in the document: all of it maps to `documentStart`. */
  readonly inserted: boolean;
}

/** Collects pieces of the document into one logical text. */
export class LogicalTextBuilder {
  private readonly texts: string[] = [];
  private readonly pieces: Piece[] = [];
  private length = 0;

  constructor(private readonly document: string) {}

  /** Appends the document's `[start, end)`. */
  append(start: number, end: number): void {
    if (end > start || this.pieces.length === 0) this.add(this.document.slice(start, end), start, false);
  }

  /** Appends text that replaces what stands at `documentOffset` (a normalised line break, say). */
  insert(text: string, documentOffset: number): void {
    this.add(text, documentOffset, true);
  }

  private add(text: string, documentStart: number, inserted: boolean): void {
    this.texts.push(text);
    this.pieces.push({ logicalStart: this.length, documentStart, inserted });
    this.length += text.length;
  }

  build(): LogicalText {
    return new MappedText(this.texts.join(''), this.pieces);
  }
}

class MappedText implements LogicalText {
  constructor(
    readonly text: string,
    private readonly pieces: readonly Piece[],
  ) {}

  toDocument(offset: number): number {
    const piece = this.pieceAt(offset);
    if (!piece) return 0;
    return piece.inserted ? piece.documentStart : piece.documentStart + offset - piece.logicalStart;
  }

  spanOf(start: number, end: number): Span {
    const from = this.toDocument(start);
    if (end <= start) return { start: from, end: from };
    // The end belongs to the last character inside, so that a continuation behind it is not swallowed.
    const width = this.pieceAt(end - 1)?.inserted ? 0 : 1;
    return { start: from, end: this.toDocument(end - 1) + width };
  }

  private pieceAt(offset: number): Piece | undefined {
    let low = 0;
    let high = this.pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.pieces[middle]!.logicalStart <= offset) low = middle;
      else high = middle - 1;
    }
    return this.pieces[low];
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

/** The logical offset of the first character at or behind a place of the document; the text's length when there is none. */
export function logicalOffset(source: LogicalText, documentOffset: number): number {
  let low = 0;
  let high = source.text.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (source.toDocument(middle) < documentOffset) low = middle + 1;
    else high = middle;
  }
  return low;
}
