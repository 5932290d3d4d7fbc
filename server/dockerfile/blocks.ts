/**
 * Cuts a file into instructions as the builder does (BuildKit frontend/dockerfile/parser/parser.go): an escape
 * character at the end of a line continues it, blanks allowed behind it; comment lines and empty lines between
 * continued lines are dropped; heredocs follow the logical line that opens them.
 */
import { readHeredocs, findOpenings } from './heredoc.ts';
import type { LineIndex } from './lines.ts';
import { LogicalTextBuilder, sliceLogical } from './logical-text.ts';
import type { Comment, Heredoc, LogicalText } from './model.ts';
import { skipSpace, trimmedEnd } from './space.ts';
import type { Span } from './span.ts';

/** One instruction: keyword and arguments on one logical line, and its heredocs. */
export interface Block {
  /** Begins with the keyword's first character. */
  readonly line: LogicalText;
  /** From the keyword to the last character that belongs to it. */
  readonly span: Span;
  readonly heredocs: readonly Heredoc[];
}

export interface Blocks {
  readonly blocks: readonly Block[];
  /** Comment lines outside of heredocs, those between continued lines included. */
  readonly comments: readonly Comment[];
}

export function cutBlocks(text: string, lines: LineIndex, firstLine: number, escape: string): Blocks {
  const blocks: Block[] = [];
  const comments: Comment[] = [];
  for (let line = firstLine; line < lines.count;) {
    const start = skipSpace(text, contentStart(text, lines, line), lines.endOf(line));
    if (start >= lines.endOf(line)) line++;
    else if (text[start] === '#') comments.push(readComment(text, lines, line++, start));
    else {
      const joined = joinLines(text, lines, line, start, escape, comments);
      const block = readBlock(text, lines, joined, escape);
      if (block) blocks.push(block);
      const last = block?.heredocs.at(-1);
      line = last ? lines.lineAt(last.closeSpan?.end ?? text.length) + 1 : joined.nextLine;
    }
  }
  return { blocks, comments };
}

/** Offset of a line's first character; a byte order mark is not part of the first line. */
export function contentStart(text: string, lines: LineIndex, line: number): number {
  return line === 0 && text.startsWith('\uFEFF') ? 1 : lines.startOf(line);
}

interface Joined {
  readonly logical: LogicalText;
  readonly nextLine: number;
}

function joinLines(
  text: string,
  lines: LineIndex,
  firstLine: number,
  start: number,
  escape: string,
  comments: Comment[],
): Joined {
  const builder = new LogicalTextBuilder(text);
  let from = start;
  let line = firstLine;
  for (; line < lines.count; line++) {
    const end = lines.endOf(line);
    if (line > firstLine) {
      from = lines.startOf(line);
      const content = skipSpace(text, from, end);
      if (content >= end) continue;
      if (text[content] === '#') {
        comments.push(readComment(text, lines, line, content));
        continue;
      }
    }
    const cut = continuationAt(text, from, end, escape);
    builder.append(from, cut < 0 ? end : cut);
    if (cut < 0) break;
  }
  return { logical: builder.build(), nextLine: line + 1 };
}

/** Undefined when nothing stands between the escape characters. */
function readBlock(text: string, lines: LineIndex, joined: Joined, escape: string): Block | undefined {
  const { logical } = joined;
  const from = skipSpace(logical.text, 0, logical.text.length);
  const end = trimmedEnd(logical.text, from);
  if (end <= from) return undefined;
  const line = sliceLogical(logical, from, end);
  const openings = findOpenings(line, escape);
  const heredocs = readHeredocs(text, lines, openings, joined.nextLine);
  const last = heredocs.at(-1);
  const span = logical.spanOf(from, end);
  return {
    line,
    heredocs,
    span: last ? { start: span.start, end: last.closeSpan?.end ?? text.length } : span,
  };
}

function readComment(text: string, lines: LineIndex, line: number, start: number): Comment {
  const span = { start, end: lines.endOf(line) };
  return { text: text.slice(span.start + 1, span.end).trim(), span };
}

/** Offset of the escape character that continues the line, or -1. Two of them are one escaped character. */
function continuationAt(text: string, start: number, end: number, escape: string): number {
  let i = end - 1;
  while (i >= start && (text[i] === ' ' || text[i] === '\t')) i--;
  if (i < start || text[i] !== escape) return -1;
  return i > start && text[i - 1] === escape ? -1 : i;
}
