/** The engine's part of the promise that a fix keeps the user's comments. */
import type { Comment, DockerfileModel } from '../dockerfile/model.ts';
import type { TextEdit } from '../dockerfile/span.ts';

/**
 * False when the edits remove a comment: it lies wholly inside of what one of them replaces, and none of them writes it
 * again. Builders ignore comments between the lines of an instruction, so the rules do not see them either.
 */
export function keepsComments(edits: readonly TextEdit[], { comments, text }: DockerfileModel): boolean {
  let written: string | undefined;
  for (const { span } of edits) {
    for (let i = firstFrom(comments, span.start); i < comments.length; i++) {
      const comment = comments[i]!.span;
      if (comment.end > span.end) break;
      if (comments[i]!.text.trim() === '') continue;
      written ??= edits.map(({ newText }) => newText).join('\n');
      if (!written.includes(text.slice(comment.start, comment.end))) return false;
    }
  }
  return true;
}

/** Index of the first comment that begins at `offset` or behind it. */
function firstFrom(comments: readonly Comment[], offset: number): number {
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (comments[middle]!.span.start < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
