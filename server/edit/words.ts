/** Edits of single words of a command. */
import type { DockerfileModel } from '../dockerfile/model.ts';
import type { Span, TextEdit } from '../dockerfile/span.ts';
import { lineStart } from './insert.ts';

/** Adds a word behind another one: on a line of its own when that one has its line for itself. */
export function appendWord(model: DockerfileModel, behind: Span, word: string): TextEdit {
  const { text, eol, escape } = model;
  const before = text.slice(lineStart(text, behind.start), behind.start);
  const at = { start: behind.end, end: behind.end };
  return /^[ \t]+$/.test(before)
    ? { span: at, newText: ` ${escape}${eol}${before}${word}` }
    : { span: at, newText: ` ${word}` };
}

/**
 * Removes a word with the blanks before it, and its line when it stands alone on a line that is continued: none is
 * left blank.
 */
export function removeWord(model: DockerfileModel, word: Span): TextEdit {
  const { text } = model;
  let start = word.start;
  while (start > 0 && (text[start - 1] === ' ' || text[start - 1] === '\t')) start--;
  const alone = text[start - 1] === '\n' && /^[ \t]*[\\`]\r?\n/.test(text.slice(word.end, word.end + 200));
  if (!alone) return { span: { start, end: word.end }, newText: '' };
  return { span: { start, end: text.indexOf('\n', word.end) + 1 }, newText: '' };
}
