/** Writes a RUN with some of its links. */
import type { DockerfileModel } from '../dockerfile/model.ts';
import { applyEdits, type Span, type TextEdit } from '../dockerfile/span.ts';
import { keywordCase } from '../edit/insert.ts';
import type { RunItem, RunReading } from './run-reading.ts';

/**
 * The RUN with only these items; as it is written when that is all of it. `edits` are in the file's UTF-16 offsets,
 * `mounts` are further flags.
 */
export function withItems<Side extends string>(
  run: RunReading<Side>,
  items: readonly RunItem<Side>[],
  model: DockerfileModel,
  edits: readonly TextEdit[],
  mounts: readonly string[] = [],
): string {
  const { text } = model;
  const { instruction } = run;
  const isAll = items.length === run.items.length;
  if (mounts.length === 0 && isAll && edits.length === 0)
    return text.slice(instruction.span.start, instruction.span.end);
  const body: Span = { start: instruction.bodySpan!.start, end: instruction.span.end };
  const slice = (span: Span): string => editedSlice(text, span, edits);
  const content = isAll ? slice(body) : items.map(({ span }) => slice(span)).join(' && ');
  const flags = [...instruction.flags.map(({ span }) => text.slice(span.start, span.end)), ...mounts];
  const keyword = keywordCase(model, 'RUN');
  const isLong = mounts.length > 0 && (content.includes('\n') || flags.length > 1);
  return isLong
    ? `${keyword} ${flags.join(` ${model.escape}\n    `)} ${model.escape}\n    ${content.trimStart()}`
    : [keyword, ...flags, content.trim()].join(' ');
}

function editedSlice(text: string, span: Span, edits: readonly TextEdit[]): string {
  const own = edits.filter((edit) => edit.span.start >= span.start && edit.span.end <= span.end);
  return applyEdits(
    text.slice(span.start, span.end),
    own.map((edit) => ({
      ...edit,
      span: { start: edit.span.start - span.start, end: edit.span.end - span.start },
    })),
  );
}
