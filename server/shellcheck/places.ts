/** From ShellCheck's lines and columns to offsets. */
import type { Span } from '../dockerfile/span.ts';
import type { Place } from './output.ts';

/** Answers for one text that ShellCheck was given. Offsets count UTF-16 units. */
export class Places {
  readonly #starts: number[] = [0];
  /** Offsets of code points in a line, for lines in which the two counts differ. */
  readonly #codePoints = new Map<number, readonly number[]>();

  constructor(private readonly text: string) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1);
  }

  /** Half-open; undefined when the place is not in the text. */
  span({ line, column, endLine, endColumn }: Place): Span | undefined {
    const start = this.#offset(line, column);
    const end = this.#offset(endLine, endColumn);
    return start === undefined || end === undefined || end < start ? undefined : { start, end };
  }

  #offset(line: number, column: number): number | undefined {
    const start = this.#starts[line - 1];
    if (start === undefined) return undefined;
    const end = (this.#starts[line] ?? this.text.length + 1) - 1;
    const inLine = this.#inLine(line, start, end)?.[column - 1] ?? column - 1;
    return start + inLine <= end ? start + inLine : undefined;
  }

  #inLine(line: number, start: number, end: number): readonly number[] | undefined {
    let offsets = this.#codePoints.get(line);
    if (!offsets) {
      const content = this.text.slice(start, end);
      offsets = /[\uD800-\uDBFF]/.test(content) ? codePointOffsets(content) : [];
      this.#codePoints.set(line, offsets);
    }
    return offsets.length > 0 ? offsets : undefined;
  }
}

/** The offset of each code point, and of the end. */
function codePointOffsets(content: string): number[] {
  const offsets: number[] = [];
  let at = 0;
  for (const char of content) {
    offsets.push(at);
    at += char.length;
  }
  offsets.push(at);
  return offsets;
}
