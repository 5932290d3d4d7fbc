/** Heredocs: their bodies follow the logical line that opens them. */
import { expandWord, unquote } from './expand.ts';
import { readJsonForm } from './json-form.ts';
import type { LineIndex } from './lines.ts';
import type { Heredoc, LogicalText } from './model.ts';
import type { Span } from './span.ts';
import { readFlags, skipBlanks, wordEnd } from './words.ts';

export interface HeredocOpening {
  readonly delimiter: string;
  readonly quoted: boolean;
  readonly stripTabs: boolean;
  readonly span: Span;
}

const withHeredocs: ReadonlySet<string> = new Set(['ADD', 'COPY', 'RUN']);

/** The heredocs that an instruction's logical line opens. */
export function findOpenings(line: LogicalText, escape: string): HeredocOpening[] {
  const { text } = line;
  if (!text.includes('<<')) return [];
  const keywordEnd = wordEnd(text, 0);
  let keyword = text.slice(0, keywordEnd).toUpperCase();
  let from = keywordEnd;
  if (keyword === 'ONBUILD') {
    const inner = skipBlanks(text, keywordEnd);
    from = wordEnd(text, inner);
    keyword = text.slice(inner, from).toUpperCase();
  }
  if (!withHeredocs.has(keyword)) return [];
  if (readJsonForm(line, readFlags(line, from, escape).end)) return [];
  // What the builder's lexer can't read holds no heredoc for it. It always uses the backslash here.
  if (expandWord(text, () => ({ known: false }), '\\').error) return [];
  return openingWords(text).flatMap(({ start, end }) => {
    const opening = readOpening(text.slice(start, end));
    return opening ? [{ ...opening, span: line.spanOf(start, end) }] : [];
  });
}

/** Words as the lexer cuts them: quotes and braces hold together, and blanks behind `<<` belong to the word. */
function openingWords(text: string): { start: number; end: number }[] {
  const words: { start: number; end: number }[] = [];
  for (let i = skipBlanks(text, 0); i < text.length; i = skipBlanks(text, i)) {
    const start = i;
    let quote = '';
    for (; i < text.length; i++) {
      const char = text[i]!;
      if (quote) {
        if (char === quote) quote = '';
        else if (char === '\\' && quote === '"') i++;
      } else if (char === '"' || char === "'") quote = char;
      else if (char === '\\') i++;
      else if (char === '<' && text[i + 1] === '<') i = skipBlanks(text, i + 2) - 1;
      else if (skipBlanks(text, i) > i) break;
    }
    i = Math.min(i, text.length);
    words.push({ start, end: i });
  }
  return words;
}

/** `<<EOF`, `<<-EOF`, `3<<"EOF"`: the builder's own pattern. */
const opening = /^\d*<<(-?)\s*([^<]+)$/;

function readOpening(word: string): Omit<HeredocOpening, 'span'> | undefined {
  const match = opening.exec(word);
  if (!match) return undefined;
  const name = match[2]!;
  const delimiter = unquote(name, '\\');
  if (delimiter === '') return undefined;
  return { delimiter, quoted: /["']/.test(name), stripTabs: match[1] === '-' };
}

/** Reads the bodies that begin at `firstLine`. Behind one that is not terminated there is nothing more. */
export function readHeredocs(
  text: string,
  lines: LineIndex,
  openings: readonly HeredocOpening[],
  firstLine: number,
): Heredoc[] {
  const heredocs: Heredoc[] = [];
  let line = firstLine;
  for (const { delimiter, quoted, stripTabs, span } of openings) {
    const bodyStart = lines.startOf(line);
    let closeSpan: Span | undefined;
    for (; line < lines.count && !closeSpan; line++) {
      let start = lines.startOf(line);
      const end = lines.endOf(line);
      if (stripTabs) while (start < end && text[start] === '\t') start++;
      if (end - start === delimiter.length && text.startsWith(delimiter, start)) closeSpan = { start, end };
    }
    const bodyEnd = closeSpan ? lines.startOf(line - 1) : text.length;
    heredocs.push({
      delimiter,
      quoted,
      stripTabs,
      openSpan: span,
      bodySpan: { start: bodyStart, end: bodyEnd },
      body: text.slice(bodyStart, bodyEnd),
      closeSpan,
    });
    if (!closeSpan) break;
  }
  return heredocs;
}
