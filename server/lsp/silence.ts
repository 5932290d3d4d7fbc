/** The quick fix which silences a rule for one instruction, by a comment above it. */
import type { Comment, DockerfileModel, Instruction } from '../dockerfile/model.ts';
import type { Span, TextEdit } from '../dockerfile/span.ts';

/**
 * The edit that makes the engine skip this rule for the instruction where `span` begins: a pragma above it,
 * or one more id in the pragma which is there. Undefined when no instruction stands there.
 */
export function silenceEdit(model: DockerfileModel, ruleId: string, span: Span): TextEdit | undefined {
  const instruction = model.instructions.find(
    ({ span: own }) => own.start <= span.start && span.start <= own.end,
  );
  if (!instruction) return undefined;
  const existing = pragmaAbove(model, instruction);
  if (existing) return insertion(endOfIds(model.text, existing), `,${ruleId}`);
  const lineStart = model.text.lastIndexOf('\n', instruction.span.start - 1) + 1;
  const indentation = /^[ \t]*/.exec(model.text.slice(lineStart, instruction.span.start))?.[0] ?? '';
  return insertion(lineStart, `${indentation}# dockerfile-optimizer ignore=${ruleId}${model.eol}`);
}

function insertion(offset: number, newText: string): TextEdit {
  return { span: { start: offset, end: offset }, newText };
}

const pragma = /^#\s*dockerfile-optimizer\s+ignore\s*=\s*[^\s,]+(?:\s*,\s*[^\s,]+)*/i;

/** The last of our pragmas between the instruction before and this one: it counts for this one. */
function pragmaAbove(model: DockerfileModel, instruction: Instruction): Comment | undefined {
  const previous = model.instructions[instruction.index - 1];
  const from = previous?.span.end ?? 0;
  return model.comments.findLast(
    ({ span }) =>
      span.start >= from &&
      span.end <= instruction.span.start &&
      pragma.test(model.text.slice(span.start, span.end)),
  );
}

function endOfIds(text: string, comment: Comment): number {
  const match = pragma.exec(text.slice(comment.span.start, comment.span.end));
  return comment.span.start + (match?.[0].length ?? 0);
}
