/** The text that a shell-form instruction hands to its shell. */
import { LogicalTextBuilder, logicalOffset, sliceLogical } from './logical-text.ts';
import type { DockerfileModel, Instruction, LogicalText } from './model.ts';
import { trimmedEnd } from './space.ts';
import type { Span } from './span.ts';

export interface ScriptText {
  readonly text: LogicalText;
  /** The program that reads it, when the text says so by a shebang or `RUN bash <<EOF`; else the SHELL in force does. */
  readonly interpreter: string | undefined;
  /** It is a heredoc's body (lines of its own). */
  readonly heredoc: boolean;
}

/** Undefined for JSON form and where there is no text. It need not be for a shell: see `interpreter` and the SHELL. */
export function scriptTextOf(instruction: Instruction, model: DockerfileModel): ScriptText | undefined {
  if (instruction.json || !instruction.bodySpan) return undefined;
  const bodyStart = logicalBodyStart(instruction);
  if (instruction.heredocs.length > 0) return heredocText(instruction, model, bodyStart);
  const text = sliceLogical(instruction.args, bodyStart, trimmedEnd(instruction.args.text));
  return { text, interpreter: undefined, heredoc: false };
}

/** Logical offset behind the flags. */
function logicalBodyStart({ args, bodySpan }: Instruction): number {
  return logicalOffset(args, bodySpan?.start ?? 0);
}

function heredocText(instruction: Instruction, model: DockerfileModel, bodyStart: number): ScriptText {
  const heredoc = instruction.heredocs[0]!;
  const line = instruction.args.text.slice(bodyStart).trim();
  if (line === model.text.slice(heredoc.openSpan.start, heredoc.openSpan.end))
    return bodyText(model.text, heredoc.bodySpan, shebangOf(heredoc.body));
  const program = /^(?:\d*<<\S+\s+(\S+)|(\S+)(?:\s+-\S+)*\s+\d*<<\S+)$/.exec(line);
  const interpreter = program?.slice(1).find(Boolean);
  if (interpreter !== undefined && /(?:^|\/)(?:ba|a|da)?sh$/.test(interpreter))
    return bodyText(model.text, heredoc.bodySpan, interpreter);
  // A command that reads the heredoc as data: line and bodies as the shell gets them.
  const builder = new LogicalTextBuilder(model.text);
  const { args } = instruction;
  const lineEnd = trimmedEnd(args.text);
  for (let i = bodyStart; i < lineEnd;) {
    let j = i + 1;
    while (j < lineEnd && args.toDocument(j) === args.toDocument(j - 1) + 1) j++;
    builder.append(args.toDocument(i), args.toDocument(j - 1) + 1);
    i = j;
  }
  for (const { bodySpan, closeSpan } of instruction.heredocs) {
    builder.insert('\n', bodySpan.start);
    appendBody(builder, model.text, { start: bodySpan.start, end: closeSpan?.end ?? bodySpan.end });
  }
  return { text: builder.build(), interpreter: undefined, heredoc: false };
}

function bodyText(text: string, span: Span, interpreter: string | undefined): ScriptText {
  const builder = new LogicalTextBuilder(text);
  appendBody(builder, text, span);
  return { text: builder.build(), interpreter, heredoc: true };
}

/** Carriage returns at line ends are left out: they would make words of their own. */
function appendBody(builder: LogicalTextBuilder, text: string, span: Span): void {
  let start = span.start;
  for (let i = text.indexOf('\r\n', start); i >= 0 && i < span.end; i = text.indexOf('\r\n', i + 1)) {
    builder.append(start, i);
    start = i + 1;
  }
  builder.append(start, span.end);
}

/** The interpreter of a script: undefined without a shebang, else its program (`/usr/bin/env python3` → python3). */
function shebangOf(body: string): string | undefined {
  const match = /^#!\s*(\S+)(?:[ \t]+(\S+))?/.exec(body);
  if (!match) return undefined;
  return match[1]!.endsWith('/env') ? (match[2] ?? match[1]) : match[1];
}
