/** Builds one Instruction from its logical line. */
import { readJsonForm } from './json-form.ts';
import { sliceLogical } from './logical-text.ts';
import type { Heredoc, Instruction, KeyValue, LogicalText, Stage, Word } from './model.ts';
import { trimmedEnd } from './space.ts';
import type { Span } from './span.ts';
import type { StateTracker } from './state.ts';
import { readFlags, readPairs, restAsWord, skipBlanks, splitAtBlanks } from './words.ts';

const withPairs: ReadonlySet<string> = new Set(['ARG', 'ENV', 'LABEL']);
const withJson: ReadonlySet<string> = new Set(['ADD', 'CMD', 'COPY', 'ENTRYPOINT', 'RUN', 'SHELL', 'VOLUME']);
const oneWord: ReadonlySet<string> = new Set(['MAINTAINER', 'STOPSIGNAL', 'USER', 'WORKDIR']);

export interface InstructionSource {
  readonly index: number;
  readonly keyword: string;
  readonly keywordSpan: Span;
  readonly span: Span;
  readonly args: LogicalText;
  readonly heredocs: readonly Heredoc[];
  readonly stage: Stage | undefined;
  readonly state: StateTracker;
  readonly escape: '\\' | '`';
}

export function buildInstruction(source: InstructionSource): Instruction {
  const { args, keyword, escape } = source;
  // The builder takes flags off every instruction, also where it then refuses them (`CMD --port 80`).
  const { flags, end } = readFlags(args, 0, escape);
  const bodyEnd = trimmedEnd(args.text);
  const body = readBody(keyword, args, end, escape);
  return {
    index: source.index,
    keyword,
    keywordSpan: source.keywordSpan,
    span: source.span,
    argsSpan: trimmedSpan(args, 0),
    args,
    flags,
    words: body.words,
    json: body.json,
    bodySpan: bodyEnd > end ? args.spanOf(end, bodyEnd) : undefined,
    pairs: body.pairs,
    heredocs: source.heredocs,
    stage: source.stage,
    inner: buildInner(source, end),
    state: source.state,
    escape,
  };
}

function trimmedSpan(args: LogicalText, start: number): Span | undefined {
  const from = skipBlanks(args.text, start);
  const end = trimmedEnd(args.text);
  return end > from ? args.spanOf(from, end) : undefined;
}

function readBody(
  keyword: string,
  args: LogicalText,
  start: number,
  escape: string,
): { words: Word[]; json: boolean; pairs: KeyValue[] } {
  if (withPairs.has(keyword))
    return { words: [], json: false, pairs: readPairs(args, start, escape, keyword) };
  if (withJson.has(keyword)) {
    const words = readJsonForm(args, start);
    if (words) return { words, json: true, pairs: [] };
  }
  const words = oneWord.has(keyword) ? restAsWord(args, start, escape) : splitAtBlanks(args, start, escape);
  return { words, json: false, pairs: [] };
}

/** The instruction behind ONBUILD, and HEALTHCHECK's CMD. */
function buildInner(source: InstructionSource, start: number): Instruction | undefined {
  const { args, keyword, escape } = source;
  if (keyword !== 'ONBUILD' && keyword !== 'HEALTHCHECK') return undefined;
  const first = splitAtBlanks(args, start, escape)[0];
  if (!first) return undefined;
  const innerKeyword = first.raw.toUpperCase();
  if (keyword === 'HEALTHCHECK' && innerKeyword !== 'CMD') return undefined;
  // ONBUILD ONBUILD is an error of its own; building it deeper would let a line nest without end.
  if (innerKeyword === 'ONBUILD') return undefined;
  const from = skipBlanks(args.text, start) + first.raw.length;
  return buildInstruction({
    ...source,
    keyword: innerKeyword,
    keywordSpan: first.span,
    span: { start: first.span.start, end: source.span.end },
    args: sliceLogical(args, from),
  });
}
