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

/**
 * The same removals where a word that ends an instruction goes from a line of its own: the continuation before it goes along,
 * or it would lead into the next instruction. Other edits stay as they are.
 */
export function withoutLooseEnds(model: DockerfileModel, edits: readonly TextEdit[]): TextEdit[] {
  const { text } = model;
  const isLast = ({ span, newText }: TextEdit): boolean =>
    newText === '' &&
    text[span.start - 1] === '\n' &&
    /^[ \t]*(?:\r?\n|$)/.test(text.slice(span.end, span.end + 200));
  const merged = new Set<TextEdit>();
  const ends = edits.filter(isLast).map((edit): TextEdit => {
    let { start } = edit.span;
    const above = (): TextEdit | undefined =>
      edits.find(
        (other) =>
          other !== edit && other.newText === '' && other.span.end === start && other.span.start < start,
      );
    for (let other = above(); other && text[start - 1] === '\n'; other = above()) {
      merged.add(other);
      start = other.span.start;
    }
    const continuation = /[ \t]*[\\`]\r?\n$/.exec(text.slice(Math.max(0, start - 200), start))?.[0] ?? '';
    return { span: { start: start - continuation.length, end: edit.span.end }, newText: '' };
  });
  return [...edits.filter((edit) => !isLast(edit) && !merged.has(edit)), ...ends];
}
