import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import type { Span } from '../../dockerfile/span.ts';
import { lineStart, nextLine } from '../../edit/insert.ts';
import { defineRule } from '../rule.ts';

interface Gap {
  /** Whole lines, line breaks included. */
  readonly lines: readonly Span[];
  /** The escape character that ends the line above the gap, when an instruction seems to begin behind it. */
  readonly swallows: { readonly escape: Span; readonly keyword: string } | undefined;
}

export default defineRule<Gap>({
  id: 'correctness/empty-continuation',
  severity: 'warning',
  summary: 'An empty line stands within an instruction',
  fix: 'safe',
  why: `A line that ends in a backslash goes on behind empty lines too, which is easily overlooked: when the backslash is one too many, the
next instruction becomes part of this one. BuildKit warns that empty lines there will become an error. Comment lines are fine.`,
  fixSafety: `Removing the empty lines is safe. Where the next line looks like an instruction of its own, ending the instruction at the backslash
changes what is built, and is suggested.`,
  equivalents: [{ tool: 'buildkit', id: 'NoEmptyContinuation' }],
  examples: [
    {
      bad: 'FROM debian:13-slim\nRUN mkdir /data \\\n\n    && chown 10001 /data\nUSER 10001\n',
      good: 'FROM debian:13-slim\nRUN mkdir /data \\\n    && chown 10001 /data\nUSER 10001\n',
    },
  ],
  *check({ model }) {
    for (const instruction of model.instructions) {
      const lines = emptyLines(instruction, model);
      const [first] = lines;
      if (!first) continue;
      const swallows = swallowed(first, model);
      yield {
        span: escapeAbove(first, model) ?? first,
        message: swallows
          ? `The \`${model.escape}\` at the end of this line makes \`${swallows.keyword}\` below the empty line a part of this ${instruction.keyword}. End the instruction here, or remove the empty line.`
          : `An empty line follows, within this ${instruction.keyword}, which BuildKit will refuse some day. Remove it.`,
        data: { lines, swallows },
      };
    }
  },
  fixes({ data }, { model }) {
    if (!data) return [];
    const remove = {
      title: data.lines.length === 1 ? 'Remove the empty line' : `Remove the ${data.lines.length} empty lines`,
      applicability: 'safe' as const,
      edits: data.lines.map((span) => ({ span, newText: '' })),
    };
    if (!data.swallows) return [{ ...remove, preferred: true }];
    const { escape } = data.swallows;
    const line = model.text.slice(model.text.lastIndexOf('\n', escape.start - 1) + 1, escape.start);
    // A keyword alone is no instruction.
    if (!/\S\s+\S/.test(line)) return [{ ...remove, applicability: 'suggested' }];
    return [
      {
        title: 'End the instruction before the empty line',
        applicability: 'suggested',
        edits: [{ span: escape, newText: '' }],
      },
      { ...remove, applicability: 'suggested' },
    ];
  },
}); // prettier-ignore

/** Whole empty lines between the lines of the instruction itself; those of a heredoc's body are text. */
function emptyLines(instruction: Instruction, { text }: DockerfileModel): Span[] {
  const end = instruction.argsSpan?.end ?? instruction.keywordSpan.end;
  const lines: Span[] = [];
  for (let at = nextLine(text, instruction.span.start); at < end; at = nextLine(text, at)) {
    const next = nextLine(text, at);
    if (text.slice(at, next).trim() === '') lines.push({ start: at, end: next });
  }
  return lines;
}

/** Offset of the last character before `offset` that is no white space. */
function lastBefore(text: string, offset: number): number {
  let at = offset - 1;
  while (at >= 0 && /\s/.test(text[at]!)) at--;
  return at;
}

function escapeAbove({ start }: Span, { text, escape }: DockerfileModel): Span | undefined {
  let at = lastBefore(text, start);
  // Comment lines continue nothing, whatever they end with.
  for (let line = lineStart(text, at); /^\s*#/.test(text.slice(line, at + 1)); line = lineStart(text, at))
    at = lastBefore(text, line);
  return text[at] === escape ? { start: at, end: at + 1 } : undefined;
}

const begins =
  /\s*(FROM|RUN|COPY|ADD|CMD|ENTRYPOINT|ENV|EXPOSE|WORKDIR|USER|LABEL|VOLUME|ARG|HEALTHCHECK|SHELL|STOPSIGNAL|ONBUILD)[ \t]/y;

/** The next line begins with an instruction's name in capitals: the backslash above is probably one too many. */
function swallowed(first: Span, model: DockerfileModel): Gap['swallows'] {
  begins.lastIndex = first.end;
  const keyword = begins.exec(model.text)?.[1];
  const escape = escapeAbove(first, model);
  if (keyword === undefined || !escape) return undefined;
  const start = lastBefore(model.text, escape.start) + 1;
  return { keyword, escape: { start, end: escape.end } };
}
