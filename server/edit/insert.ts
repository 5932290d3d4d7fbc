/** Edits of whole instructions and lines that keep the file's habits: line breaks, indentation, comments. */
import type { DockerfileModel, Instruction } from '../dockerfile/model.ts';
import type { Span, TextEdit } from '../dockerfile/span.ts';

/** Offset at which the line of `offset` begins; a byte order mark stays before the first. */
export function lineStart(text: string, offset: number): number {
  // lastIndexOf takes a negative position for 0.
  const start = offset <= 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
  return start === 0 && text.startsWith('\uFEFF') ? 1 : start;
}

/** Offset behind the line break that ends the line of `offset`, or the text's end. */
export function nextLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end + 1;
}

/** The blanks before the instruction on its line. */
export function indentationOf(model: DockerfileModel, instruction: Instruction): string {
  return indentationAt(model.text, lineStart(model.text, instruction.span.start));
}

/**
 * The comment lines that stand directly above an instruction (no blank line between) and belong to it. Returns the
 * offset at which they begin, or the start of the instruction's own line.
 */
export function startWithComments(model: DockerfileModel, instruction: Instruction): number {
  const { text } = model;
  const comments = commentStarts(model);
  let start = lineStart(text, instruction.span.start);
  while (start > 0) {
    const previous = lineStart(text, start - 1);
    if (previous >= start || !comments.has(previous + indentationAt(text, previous).length)) break;
    start = previous;
  }
  return start;
}

const commentStartsOf = new WeakMap<DockerfileModel, ReadonlySet<number>>();

function commentStarts(model: DockerfileModel): ReadonlySet<number> {
  let starts = commentStartsOf.get(model);
  if (!starts) commentStartsOf.set(model, (starts = new Set(model.comments.map(({ span }) => span.start))));
  return starts;
}

function indentationAt(text: string, lineOffset: number): string {
  const pattern = /[ \t]*/y;
  pattern.lastIndex = lineOffset;
  return pattern.exec(text)![0];
}

/** Inserts lines above the instruction and its own comments. Each line is given without indentation and line break. */
export function insertBefore(
  model: DockerfileModel,
  instruction: Instruction,
  lines: readonly string[],
): TextEdit {
  const at = startWithComments(model, instruction);
  return { span: { start: at, end: at }, newText: joinLines(model, instruction, lines) };
}

/** Inserts lines directly above the instruction, below its comments. */
export function insertDirectlyBefore(
  model: DockerfileModel,
  instruction: Instruction,
  lines: readonly string[],
): TextEdit {
  const at = lineStart(model.text, instruction.span.start);
  return { span: { start: at, end: at }, newText: joinLines(model, instruction, lines) };
}

/** Inserts lines below the instruction. */
export function insertAfter(
  model: DockerfileModel,
  instruction: Instruction,
  lines: readonly string[],
): TextEdit {
  const { text, eol } = model;
  const at = nextLine(text, instruction.span.end);
  const newText = joinLines(model, instruction, lines);
  const endsWithBreak = at > 0 && text[at - 1] === '\n';
  return endsWithBreak
    ? { span: { start: at, end: at }, newText }
    : { span: { start: at, end: at }, newText: eol + newText.slice(0, -eol.length) };
}

function joinLines(model: DockerfileModel, instruction: Instruction, lines: readonly string[]): string {
  const indentation = indentationOf(model, instruction);
  return lines.map((line) => indentation + line + model.eol).join('');
}

/** Removes the instruction's lines, and a blank line that would be doubled by it. Its comments stay. */
export function removeInstruction(model: DockerfileModel, instruction: Instruction): TextEdit {
  const { text } = model;
  const { start, end } = linesOf(model, instruction);
  const isBlankAt = (offset: number): boolean => text.slice(offset, nextLine(text, offset)).trim() === '';
  const blankBefore = start <= 1 || isBlankAt(lineStart(text, start - 1));
  const next = nextLine(text, end);
  const blankBehind = end < text.length && isBlankAt(end);
  return { span: { start, end: blankBefore && blankBehind ? next : end }, newText: '' };
}

/** The whole lines of an instruction, line break included. */
export function linesOf(model: DockerfileModel, instruction: Instruction): Span {
  return {
    start: lineStart(model.text, instruction.span.start),
    end: nextLine(model.text, instruction.span.end),
  };
}

/** Writes a keyword the way the file does: lower case when its FROM is in lower case. */
export function keywordCase(model: DockerfileModel, keyword: string): string {
  const from = model.stages[0]?.from;
  const written = from ? model.text.slice(from.keywordSpan.start, from.keywordSpan.end) : 'FROM';
  return written === written.toLowerCase() ? keyword.toLowerCase() : keyword;
}
