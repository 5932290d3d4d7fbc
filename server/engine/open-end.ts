/** Files that break off in the middle of an instruction: what is written behind it becomes part of it. */
import type { DockerfileModel } from '../dockerfile/model.ts';
import type { TextEdit } from '../dockerfile/span.ts';

const ends = new WeakMap<DockerfileModel, number | undefined>();

/** True when an edit writes into a heredoc that does not end, or behind an escape character that ends the file. */
export function writesIntoOpenEnd(edits: readonly TextEdit[], model: DockerfileModel): boolean {
  let end = ends.get(model);
  if (!ends.has(model)) ends.set(model, (end = openEnd(model)));
  return end !== undefined && edits.some(({ span }) => span.start >= end);
}

/** The offset from which on nothing can be added. */
function openEnd({ instructions, text, escape }: DockerfileModel): number | undefined {
  const last = instructions.at(-1);
  const heredoc = (last?.inner ?? last)?.heredocs.find(({ closeSpan }) => !closeSpan);
  if (!last || heredoc) return heredoc?.bodySpan.start;
  // Comments and blank lines behind a continued line do not end it.
  let end = text.length;
  for (;;) {
    const start = text.lastIndexOf('\n', end - 1) + 1;
    const line = text.slice(start, end).trimEnd();
    if (!/^\s*(?:#|$)/.test(line)) return line.endsWith(escape) ? start + line.length : undefined;
    if (start === 0) return undefined;
    end = start - 1;
  }
}
