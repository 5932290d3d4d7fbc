/** Comments behind an instruction's arguments, which the builder takes for arguments. */
import type { Instruction, LogicalText } from '../../dockerfile/model.ts';
import { sliceLogical } from '../../dockerfile/logical-text.ts';
import { readPairs, splitAtBlanks } from '../../dockerfile/words.ts';
import type { Span } from '../../dockerfile/span.ts';

export interface TrailingComments {
  /** Whose arguments they stand in: the instruction, the one inside ONBUILD, or HEALTHCHECK's CMD. */
  readonly instruction: Instruction;
  /** From `#` to the end of the comment; at most one on each line, in order. */
  readonly comments: readonly Span[];
  /** The arguments are a valid JSON array but for the comment behind it. */
  readonly breaksJson: boolean;
  /** `ENV KEY value # text`: the build passes and the text is part of the value. */
  readonly legacy: boolean;
  /** Without the comments the instruction is complete. */
  readonly movable: boolean;
}

interface Token {
  readonly raw: string;
  readonly span: Span;
}

const pairKeywords: ReadonlySet<string> = new Set(['ARG', 'ENV', 'LABEL']);
const wordKeywords: ReadonlySet<string> = new Set([
  'ADD', 'COPY', 'EXPOSE', 'FROM', 'STOPSIGNAL', 'USER', 'VOLUME', 'WORKDIR',
]); // prettier-ignore
const jsonKeywords: ReadonlySet<string> = new Set([
  'ADD', 'CMD', 'COPY', 'ENTRYPOINT', 'RUN', 'SHELL', 'VOLUME',
]); // prettier-ignore

/**
 * The comments among the arguments, or undefined. In the shell form of RUN, CMD and ENTRYPOINT there are none: there
 * the shell understands them.
 */
export function trailingComments(instruction: Instruction): TrailingComments | undefined {
  const { keyword, inner, json } = instruction;
  if (inner) return trailingComments(inner);
  if (json) return undefined;
  const broken = jsonKeywords.has(keyword) ? behindJson(instruction) : undefined;
  if (broken) return broken;
  if (pairKeywords.has(keyword))
    return instruction.pairs[0]?.legacy ? inLegacy(instruction) : amongPairs(instruction);
  if (wordKeywords.has(keyword)) return amongWords(instruction, splitAtBlanks);
  // HEALTHCHECK with CMD has an inner instruction.
  if (keyword === 'HEALTHCHECK' && instruction.words[0]?.raw.toUpperCase() === 'NONE')
    return amongWords(instruction, splitAtBlanks);
  return undefined;
}

/** `CMD ["node", "server.js"] # start`: with the comment it is no JSON, and the shell form is used. */
function behindJson(instruction: Instruction): TrailingComments | undefined {
  const { args, bodySpan } = instruction;
  const open = args.text.indexOf('[');
  if (open < 0 || args.toDocument(open) !== bodySpan?.start) return undefined;
  for (const match of args.text.slice(open).matchAll(/(?<=[\]\s])#/g)) {
    const at = open + match.index;
    if (!isStringArray(args.text.slice(open, at))) continue;
    const span = args.spanOf(at, args.text.trimEnd().length);
    const oneLine = physicalLines(args).at(-1)!.start <= at;
    return { instruction, comments: [span], breaksJson: true, legacy: false, movable: oneLine };
  }
  return undefined;
}

function isStringArray(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string');
  } catch {
    return false;
  }
}

/** `ENV KEY value # text`. A `#` without a blank behind it (a colour, a channel) is part of the value. */
function inLegacy(instruction: Instruction): TrailingComments | undefined {
  const { args, pairs } = instruction;
  if (pairs[0]!.key.startsWith('#'))
    return { instruction, comments: [pairs[0]!.span], breaksJson: false, legacy: false, movable: false };
  const match = /(?<=\s)#[ \t]+\S/.exec(args.text);
  if (!match || physicalLines(args).length > 1 || hasOpenQuote(args.text.slice(0, match.index)))
    return undefined;
  const span = args.spanOf(match.index, args.text.trimEnd().length);
  const hasValue = (pairs[0]!.valueSpan?.start ?? span.start) < span.start;
  return { instruction, comments: [span], breaksJson: false, legacy: true, movable: hasValue };
}

function amongPairs(instruction: Instruction): TrailingComments | undefined {
  // Inside quotes a # is a value: only where the builder itself sees a name does it begin a comment.
  return instruction.pairs.some(({ key }) => key.trimStart().startsWith('#'))
    ? amongWords(instruction, pairTokens)
    : undefined;
}

function pairTokens(args: LogicalText, start: number, escape: string): readonly Token[] {
  // Read as ARG does: the old form without = is no question here.
  return readPairs(args, start, escape, 'ARG').map(({ key, rawValue, span }) => {
    const raw = rawValue === undefined ? key : `${key}=${rawValue}`;
    // A backslash that was meant to continue the line escapes the blank before the #.
    return /^\s#/.test(raw)
      ? { raw: raw.slice(1), span: { start: span.start + 2, end: span.end } }
      : { raw, span };
  });
}

function amongWords(
  instruction: Instruction,
  split: (args: LogicalText, start: number, escape: string) => readonly Token[],
): TrailingComments | undefined {
  const { args, escape, keyword } = instruction;
  const first = args.text.search(/(?:^|\s)#/);
  if (first < 0 || hasOpenQuote(args.text.slice(0, first))) return undefined;
  const comments: Span[] = [];
  const kept: Token[] = [];
  let movable = true;
  for (const { start, end } of physicalLines(args)) {
    const tokens = split(sliceLogical(args, start, end), 0, escape);
    const at = tokens.findIndex((token) => token.raw.startsWith('#'));
    const used = at < 0 ? tokens : tokens.slice(0, at);
    // Behind a commented line, prose would be a comment that goes on; arguments can be told by their look.
    if (comments.length > 0 && !used.every((token) => looksLikeArgument(keyword, token.raw))) movable = false;
    kept.push(...used);
    if (at >= 0) comments.push({ start: tokens[at]!.span.start, end: tokens.at(-1)!.span.end });
  }
  if (comments.length === 0) return undefined;
  const operands = kept.filter(({ raw }) => !raw.startsWith('--'));
  const needed = keyword === 'COPY' || keyword === 'ADD' ? 2 : 1;
  return {
    instruction,
    comments,
    breaksJson: false,
    legacy: false,
    movable: movable && operands.length >= needed,
  };
}

function looksLikeArgument(keyword: string, raw: string): boolean {
  switch (keyword) {
    case 'ENV':
    case 'LABEL':
      return /^[\w.$"'-]+=/.test(raw);
    case 'ARG':
      return /^[A-Za-z_]\w*(?:=|$)/.test(raw);
    case 'EXPOSE':
      return /^[\d$]/.test(raw);
    default:
      return /[./$*]/.test(raw);
  }
}

function hasOpenQuote(text: string): boolean {
  return (text.match(/"/g)?.length ?? 0) % 2 === 1;
}

/** The parts of a logical line that come from one line of the document each. */
function physicalLines(args: LogicalText): { start: number; end: number }[] {
  const lines: { start: number; end: number }[] = [];
  let start = 0;
  const { text } = args;
  for (let i = 1; i <= text.length; i++)
    if (i === text.length || args.toDocument(i) !== args.toDocument(i - 1) + 1) {
      lines.push({ start, end: i });
      start = i;
    }
  return lines.length > 0 ? lines : [{ start: 0, end: text.length }];
}
