import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import { shellOf, type ShellScript } from '../../dockerfile/shell.ts';
import type { Span } from '../../dockerfile/span.ts';
import { defineRule } from '../rule.ts';
import { brokenArray } from './json-form.ts';

export default defineRule({
  id: 'correctness/shell-syntax',
  severity: 'error',
  summary: 'The shell can not read a command',
  fix: 'none',
  why: `The builder hands the text of \`RUN\` to the shell as one line, and a shell that can't parse it runs nothing of it: an \`if\` without \`fi\`, a
quote that is not closed, an operator with nothing behind it. Two traps are special to Dockerfiles. A missing backslash ends the command in
the middle, and a \`#\` behind a command comments out all lines that are joined to it; a comment on a line of its own is fine.`,
  equivalents: [],
  examples: [
    {
      bad: 'FROM debian:13-slim\nRUN if [ -d /srv ]; then echo yes; done\nUSER 10001\n',
      good: 'FROM debian:13-slim\nRUN if [ -d /srv ]; then echo yes; fi\nUSER 10001\n',
    },
  ],
  *check({ model }) {
    if (model.isWindows) return;
    const elsewhere = toldElsewhere(model);
    for (const instruction of model.instructions) {
      const script = readable(instruction.inner ?? instruction) ? shellOf(instruction, model) : undefined;
      const error = script?.errors[0];
      if (!script || !error || elsewhere.has(instruction)) continue;
      const comment = script.heredoc ? undefined : commentInside(instruction, model);
      const { keyword } = instruction.inner ?? instruction;
      yield {
        span: visible(error.span, script, model),
        message: comment
          ? `The shell can't read this ${keyword} (${error.message}): the \`#\` comments out everything joined to its line. Put the comment on a line of its own.`
          : `The shell can't read this ${keyword}, so nothing of it runs: ${error.message}.`,
        related: comment ? [{ span: comment, message: 'the comment begins here' }] : [],
      };
    }
  },
});

/** For a shell that we can parse; braces of a template are not the builder's. */
function readable(instruction: Instruction): boolean {
  const { state, args, heredocs } = instruction;
  const program = state.shell[0]?.replace(/^.*\//, '') ?? '';
  if (!/^(?:ba|da|a)?sh$|^busybox$/.test(program)) return false;
  return (
    !/\{\{|\{%/.test(args.text) && heredocs.every(({ closeSpan }) => closeSpan) && !brokenArray(instruction)
  );
}

/** A RUN that breaks off before a line that is no instruction: correctness/syntax tells it there. */
function toldElsewhere(model: DockerfileModel): ReadonlySet<Instruction> {
  const unknown = new Set(
    model.problems.filter(({ kind }) => kind === 'unknown-instruction').map(({ span }) => span.start),
  );
  return new Set(
    model.instructions.filter(({ index }) => {
      const next = model.instructions[index + 1];
      return next !== undefined && unknown.has(next.keywordSpan.start);
    }),
  );
}

/** An error at the end has no character of its own: then the last one of the script. */
function visible({ start, end }: Span, script: ShellScript, { text }: DockerfileModel): Span {
  if (end > start && text.slice(start, end).trim() !== '') return { start, end };
  const last = text.slice(script.span.start, Math.max(start, script.span.start + 1)).trimEnd().length;
  const at = script.span.start + Math.max(0, last - 1);
  return { start: at, end: at + 1 };
}

/** A `#` behind a command on a line that goes on. */
function commentInside({ args }: Instruction, { text }: DockerfileModel): Span | undefined {
  for (const match of args.text.matchAll(/\s#/g)) {
    const start = args.toDocument(match.index + 1);
    const lineEnd = text.indexOf('\n', start);
    if (lineEnd < 0 || lineEnd >= args.toDocument(args.text.length)) return undefined;
    return { start, end: start + text.slice(start, lineEnd).trimEnd().length };
  }
  return undefined;
}
