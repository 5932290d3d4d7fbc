/** Moving instructions with the comments that belong to them. */
import type { DockerfileModel, Instruction } from '../dockerfile/model.ts';
import type { TextEdit } from '../dockerfile/span.ts';
import { lineStart, nextLine, startWithComments } from './insert.ts';

/**
 * Edits that put the instructions, in their order, directly above `target` and its comments. A blank line that their
 * absence would double goes too.
 */
export function moveAbove(
  model: DockerfileModel,
  moved: readonly Instruction[],
  target: Instruction,
): TextEdit[] {
  const at = startWithComments(model, target);
  return moveTo(model, moved, at);
}

/** The same directly below `target`. */
export function moveBelow(
  model: DockerfileModel,
  moved: readonly Instruction[],
  target: Instruction,
): TextEdit[] {
  return moveTo(model, moved, nextLine(model.text, target.span.end));
}

function moveTo(model: DockerfileModel, moved: readonly Instruction[], at: number): TextEdit[] {
  const { text, eol } = model;
  const blocks = moved.map((instruction) => ({
    start: startWithComments(model, instruction),
    end: nextLine(text, instruction.span.end),
  }));
  const lines = blocks.map(({ start, end }) => {
    const block = text.slice(start, end);
    return block.endsWith('\n') ? block : block + eol;
  });
  const inserted = lines.join('');
  const opens = at > 0 && text[at - 1] !== '\n';
  return [
    ...blocks.map(({ start, end }) => ({
      span: { start, end: closesGap(text, start, end) ? nextLine(text, end) : end },
      newText: '',
    })),
    { span: { start: at, end: at }, newText: opens ? eol + inserted.slice(0, -eol.length) : inserted },
  ];
}

/** Blank lines (or the file's start) on both sides. */
function closesGap(text: string, start: number, end: number): boolean {
  const isBlankAt = (offset: number): boolean => text.slice(offset, nextLine(text, offset)).trim() === '';
  return end < text.length && isBlankAt(end) && (start <= 1 || isBlankAt(lineStart(text, start - 1)));
}
