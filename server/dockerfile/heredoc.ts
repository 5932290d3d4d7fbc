/** Heredocs: their bodies follow the logical line that opens them. */
import type { LineIndex } from './lines.ts';
import type { Heredoc } from './model.ts';
import type { Span } from './span.ts';

export interface HeredocOpening {
  readonly delimiter: string;
  readonly quoted: boolean;
  readonly stripTabs: boolean;
  readonly span: Span;
}

/** `<<EOF`, `<<-EOF`, `3<<"EOF"`: BuildKit's own pattern for a heredoc word (frontend/dockerfile/parser). */
const opening = /^\d*<<(-?)(?:"([^"<\s]+)"|'([^'<\s]+)'|([^"'<\s]+))$/;

export function readOpening(word: string, span: Span): HeredocOpening | undefined {
  const match = opening.exec(word);
  if (!match) return undefined;
  const delimiter = match[2] ?? match[3] ?? match[4]!;
  return { delimiter, quoted: match[4] === undefined, stripTabs: match[1] === '-', span };
}

/** Reads the bodies that begin at `line`. `end` is the offset behind the last line used. */
export function readHeredocs(
  text: string,
  lines: LineIndex,
  openings: readonly HeredocOpening[],
  firstLine: number,
): { heredocs: Heredoc[]; end: number | undefined } {
  const heredocs: Heredoc[] = [];
  let line = firstLine;
  let end: number | undefined;
  for (const { delimiter, quoted, stripTabs, span } of openings) {
    const bodyStart = lines.startOf(line);
    let closeSpan: Span | undefined;
    for (; line < lines.count && !closeSpan; line++) {
      const start = lines.startOf(line);
      const content = text.slice(start, lines.endOf(line));
      const candidate = stripTabs ? content.replace(/^\t+/, '') : content;
      if (candidate === delimiter)
        closeSpan = { start: start + content.length - candidate.length, end: start + content.length };
    }
    const bodyEnd = closeSpan ? lines.startOf(line - 1) : text.length;
    heredocs.push({
      delimiter,
      quoted,
      stripTabs,
      openSpan: span,
      bodySpan: { start: Math.min(bodyStart, bodyEnd), end: bodyEnd },
      body: text.slice(bodyStart, bodyEnd),
      closeSpan,
    });
    end = closeSpan?.end ?? text.length;
    if (!closeSpan) break;
  }
  return { heredocs, end };
}
