/**
 * Offsets of the model become LSP positions here, and nowhere else. Both count UTF-16 code units (the position
 * encoding the server announces), so only lines have to be found.
 */
import type { Position, Range, TextEdit as LspTextEdit } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Span, TextEdit } from '../dockerfile/span.ts';

/** The LSP range of a half-open span of offsets. */
export function toRange(document: TextDocument, span: Span): Range {
  return { start: document.positionAt(span.start), end: document.positionAt(span.end) };
}

/** The half-open span of offsets of an LSP range; positions outside of the text are pulled to its edge. */
export function toSpan(document: TextDocument, range: Range): Span {
  return { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
}

export function toOffset(document: TextDocument, position: Position): number {
  return document.offsetAt(position);
}

export function toLspEdits(document: TextDocument, edits: readonly TextEdit[]): LspTextEdit[] {
  return edits.map((edit) => ({ range: toRange(document, edit.span), newText: edit.newText }));
}

/**
 * The one edit that turns the document's text into `after`, without the lines both share at the start and the
 * end: cursors and markers there stay where they are. Empty when nothing changes.
 */
export function replacement(document: TextDocument, after: string): LspTextEdit[] {
  const before = document.getText();
  if (before === after) return [];
  let start = 0;
  const shortest = Math.min(before.length, after.length);
  while (start < shortest && before[start] === after[start]) start++;
  start = lineStart(before, start);
  let tail = 0;
  while (tail < shortest - start && before[before.length - 1 - tail] === after[after.length - 1 - tail])
    tail++;
  tail = wholeLines(before, tail);
  const span = { start, end: before.length - tail };
  return [{ range: toRange(document, span), newText: after.slice(start, after.length - tail) }];
}

/** The offset of the first character of the line that holds `offset`. */
function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

/** The longest tail of at most `length` characters which begins at the start of a line (0 when there is none). */
function wholeLines(text: string, length: number): number {
  const from = text.length - length;
  if (from === 0 || text[from - 1] === '\n') return length;
  const next = text.indexOf('\n', from);
  return next < 0 ? 0 : text.length - next - 1;
}
