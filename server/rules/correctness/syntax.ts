import type { DockerfileModel, Instruction, SyntaxProblem } from '../../dockerfile/model.ts';
import type { Span } from '../../dockerfile/span.ts';
import { keywordCase } from '../../edit/insert.ts';
import { defineRule } from '../rule.ts';
import { trailingComments } from './inline-comment.part.ts';

interface Problem extends SyntaxProblem {
  /** The RUN above, whose last line misses the continuation. */
  readonly continues: Instruction | undefined;
}

export default defineRule<Problem>({
  id: 'correctness/syntax',
  severity: 'error',
  summary: 'The builder can not read the file',
  fix: 'suggested',
  why: `The builder reads the whole file before it runs the first line, so one unknown instruction, a missing argument, a flag that
the instruction does not have or a heredoc without an end stops every build, whichever stage is asked for.`,
  fixSafety: `A near miss in the spelling is corrected safely: as it stands nothing can be built. Where the word holds other signs than letters
(\`}}ENV\` of a template) the correction is only suggested. Joining a line to the RUN above it is only
suggested, because it is a guess that the backslash was forgotten.`,
  equivalents: [
    { tool: 'hadolint', id: 'DL3043' },
    { tool: 'hadolint', id: 'DL3061' },
  ],
  examples: [
    {
      title: 'spelling',
      bad: 'FROM node:22-alpine\nWORKDR /app\nUSER node\nCMD ["node"]\n',
      good: 'FROM node:22-alpine\nWORKDIR /app\nUSER node\nCMD ["node"]\n',
    },
    {
      title: 'a flag',
      bad: 'FROM node:22-alpine\nCOPY --chwon=node package.json ./\nUSER node\nCMD ["node"]\n',
      good: 'FROM node:22-alpine\nCOPY --chown=node package.json ./\nUSER node\nCMD ["node"]\n',
    },
    {
      title: 'a lost continuation',
      bad: 'FROM alpine:3.23\nRUN mkdir /data &&\n    chown 10001 /data\nUSER 10001\nCMD ["ls", "/data"]\n',
      good: 'FROM alpine:3.23\nRUN mkdir /data && \\\n    chown 10001 /data\nUSER 10001\nCMD ["ls", "/data"]\n',
    },
  ],
  *check({ model }) {
    const misspeltFrom = model.problems.find(({ suggestion }) => suggestion === 'FROM');
    const stray = strayStarts(model);
    let beforeFrom = false;
    for (const problem of model.problems) {
      const { kind, span } = problem;
      // What follows from a misspelt FROM is no problem of its own.
      if (misspeltFrom && (kind === 'no-from' || kind === 'before-from')) continue;
      if (kind === 'before-from') {
        if (beforeFrom || model.stages.length === 0) continue;
        beforeFrom = true;
      }
      if (isComment(problem, model)) continue;
      // Line after line that is no instruction (a lost heredoc, prose) is one problem, told at the first.
      if (stray.has(span.start) && stray.has(above(span, model)?.span.start ?? -1)) continue;
      const continues = kind === 'unknown-instruction' ? unfinishedRun(problem, model) : undefined;
      yield {
        span,
        message: continues
          ? `Unknown instruction \`${model.text.slice(span.start, span.end)}\`: the RUN above ends in an operator, its line lacks a \`${model.escape}\` at the end.`
          : problem.message,
        ...(continues && { related: [{ span: continues.keywordSpan, message: 'this RUN goes on' }] }),
        data: { ...problem, continues },
      };
    }
  },
  fixes({ data }, { model }) {
    if (data?.continues) {
      const at = data.continues.span.end;
      return [
        {
          title: `End the line above with ${model.escape}`,
          applicability: 'suggested',
          preferred: true,
          edits: [{ span: { start: at, end: at }, newText: ` ${model.escape}` }],
        },
      ];
    }
    if (!data || data.suggestion === undefined) return [];
    const isInstruction = data.kind === 'unknown-instruction';
    const newText = isInstruction ? writtenLike(data, data.suggestion, model) : data.suggestion;
    // `}}ENV`, `ARGS:`: a template or prose, in which a likeness proves nothing.
    const isSlip = !isInstruction || /^\w+$/.test(model.text.slice(data.span.start, data.span.end));
    return [
      {
        title: `Change to \`${newText}\``,
        // CMD before a health check's first word is a guess at what was meant.
        applicability: data.kind === 'missing-arguments' || !isSlip ? 'suggested' : 'safe',
        preferred: isSlip,
        edits: [{ span: data.span, newText }],
      },
    ];
  },
});

/** Where a line begins that is no instruction and is near none. */
function strayStarts({ problems }: DockerfileModel): ReadonlySet<number> {
  return new Set(
    problems
      .filter(({ kind, suggestion }) => kind === 'unknown-instruction' && suggestion === undefined)
      .map(({ span }) => span.start),
  );
}

/** The instruction that holds the offset; the instructions are in the order of the text. */
function instructionAt(offset: number, { instructions }: DockerfileModel): Instruction | undefined {
  let low = 0;
  let high = instructions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (instructions[middle]!.span.start <= offset) low = middle + 1;
    else high = middle;
  }
  return instructions[low - 1];
}

function above(span: Span, model: DockerfileModel): Instruction | undefined {
  const instruction = instructionAt(span.start, model);
  return instruction && model.instructions[instruction.index - 1];
}

/** A comment behind the arguments makes them wrong; correctness/inline-comment says so. */
function isComment({ kind, span }: SyntaxProblem, model: DockerfileModel): boolean {
  if (kind === 'unknown-instruction' || kind === 'bad-flag' || kind === 'unterminated-heredoc') return false;
  const instruction = instructionAt(span.start, model);
  const trailing = instruction && trailingComments(instruction);
  return (
    trailing !== undefined && (trailing.movable || trailing.comments.some(({ start }) => start <= span.start))
  );
}

/** The RUN directly above, when its text ends where a command must follow. */
function unfinishedRun({ span, suggestion }: SyntaxProblem, model: DockerfileModel): Instruction | undefined {
  if (suggestion !== undefined) return undefined;
  const previous = above(span, model);
  if (previous?.keyword !== 'RUN' || previous.json || previous.heredocs.length > 0) return undefined;
  const gap = model.text.slice(previous.span.end, span.start);
  return /(?:&&|\|\|?)$/.test(previous.args.text.trimEnd()) && /^[ \t]*\r?\n[ \t]*$/.test(gap)
    ? previous
    : undefined;
}

/** In the letter case of the word that it replaces, or of the file when that tells nothing. */
function writtenLike({ span }: SyntaxProblem, keyword: string, model: DockerfileModel): string {
  const written = model.text.slice(span.start, span.end);
  if (written === written.toLowerCase()) return keyword.toLowerCase();
  return written === written.toUpperCase() ? keyword : keywordCase(model, keyword);
}
