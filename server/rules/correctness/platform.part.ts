import type { DockerfileModel, Flag } from '../../dockerfile/model.ts';
import type { TextEdit } from '../../dockerfile/span.ts';

/** Takes a flag out with the blanks behind it; a continuation behind it stays. */
export function removeFlag({ span }: Flag, { text }: DockerfileModel): TextEdit {
  let end = span.end;
  while (text[end] === ' ' || text[end] === '\t') end++;
  return { span: { start: span.start, end }, newText: '' };
}
