/** How the builder cuts an instruction's arguments into flags and words (BuildKit frontend/dockerfile/parser). */
import { expandWord, unquote, type Expansion } from './expand.ts';
import { trimmedEnd } from './space.ts';
import type { Flag, KeyValue, LogicalText, Word } from './model.ts';

function isBlank(char: string | undefined): boolean {
  return char === ' ' || char === '\t' || char === '\v' || char === '\f' || char === '\r';
}

/** Offset of the first non-blank at or behind `offset`. */
export function skipBlanks(text: string, offset: number): number {
  let i = offset;
  while (i < text.length && isBlank(text[i])) i++;
  return i;
}

/** Offset behind the last character before the next blank. */
export function wordEnd(text: string, offset: number): number {
  let i = offset;
  while (i < text.length && !isBlank(text[i])) i++;
  return i;
}

/** The raw words of `[start, end)` cut at blanks; quotes do not hold a word together (COPY, FROM, EXPOSE …). */
export function splitAtBlanks(args: LogicalText, start: number, escape: string): Word[] {
  const words: Word[] = [];
  const { text } = args;
  for (let i = skipBlanks(text, start); i < text.length; i = skipBlanks(text, i)) {
    const from = i;
    i = wordEnd(text, i);
    words.push(makeWord(args, from, i, escape));
  }
  return words;
}

/** Logical `[start, end)` of the words held together by quotes and escapes (ENV, LABEL, ARG). */
function quotedRanges(text: string, start: number, escape: string): { start: number; end: number }[] {
  const ranges: { start: number; end: number }[] = [];
  for (let i = skipBlanks(text, start); i < text.length; i = skipBlanks(text, i)) {
    const end = quotedWordEnd(text, i, escape);
    ranges.push({ start: i, end });
    i = end;
  }
  return ranges;
}

/** `escapeInSingle`: the escape character is special inside single quotes too, as it is in flags. */
function quotedWordEnd(text: string, start: number, escape: string, escapeInSingle = false): number {
  let quote = '';
  let i = start;
  for (; i < text.length; i++) {
    const char = text[i]!;
    if (quote) {
      if (char === quote) quote = '';
      else if (char === escape && (quote === '"' || escapeInSingle)) i++;
    } else if (char === '"' || char === "'") quote = char;
    else if (char === escape) i++;
    else if (isBlank(char)) break;
  }
  return Math.min(i, text.length);
}

/** The rest of the arguments as one word (USER, WORKDIR, MAINTAINER, STOPSIGNAL). */
export function restAsWord(args: LogicalText, start: number, escape: string): Word[] {
  const from = skipBlanks(args.text, start);
  const end = trimmedEnd(args.text);
  return end > from ? [makeWord(args, from, end, escape)] : [];
}

function makeWord(args: LogicalText, start: number, end: number, escape: string): Word {
  const raw = args.text.slice(start, end);
  return { raw, value: unquote(raw, escape), span: args.spanOf(start, end) };
}

/** Leading `--name=value` words and the offset behind them. A lone `--` ends them. */
export function readFlags(args: LogicalText, start: number, escape: string): { flags: Flag[]; end: number } {
  const flags: Flag[] = [];
  const { text } = args;
  let position = skipBlanks(text, start);
  while (text.startsWith('--', position)) {
    const end = quotedWordEnd(text, position, escape, true);
    const raw = text.slice(position, end);
    if (raw === '--') return { flags, end: skipBlanks(text, end) };
    const equals = raw.indexOf('=');
    const name = equals < 0 ? raw.slice(2) : raw.slice(2, equals);
    flags.push({
      name,
      value: equals < 0 ? undefined : unquoteFlag(raw.slice(equals + 1), escape),
      span: args.spanOf(position, end),
      valueSpan: equals < 0 ? undefined : args.spanOf(position + equals + 1, end),
    });
    position = skipBlanks(text, end);
  }
  return { flags, end: position };
}

/** Flags lose quotes and escape characters everywhere (BuildKit parser/split_command.go). */
function unquoteFlag(raw: string, escape: string): string {
  let value = '';
  let quote = '';
  for (let i = 0; i < raw.length; i++) {
    const char = raw[i]!;
    if (char === escape) value += raw[++i] ?? '';
    else if (quote ? char === quote : char === '"' || char === "'") quote = quote ? '' : char;
    else value += char;
  }
  return value;
}

/** `KEY=value …`, or the legacy `KEY rest of the line` of ENV and LABEL. */
export function readPairs(args: LogicalText, start: number, escape: string, keyword: string): KeyValue[] {
  const ranges = quotedRanges(args.text, start, escape);
  const first = ranges[0];
  if (!first) return [];
  if (keyword !== 'ARG' && !args.text.slice(first.start, first.end).includes('='))
    return [legacyPair(args, { start: first.start, end: wordEnd(args.text, first.start) }, escape)];
  return ranges.map((range) => {
    const raw = args.text.slice(range.start, range.end);
    const equals = raw.indexOf('=');
    const keyEnd = equals < 0 ? range.end : range.start + equals;
    const rawValue = equals < 0 ? undefined : raw.slice(equals + 1);
    return {
      key: unquote(args.text.slice(range.start, keyEnd), escape),
      rawValue,
      value: rawValue === undefined ? undefined : unquote(rawValue, escape),
      span: args.spanOf(range.start, range.end),
      keySpan: args.spanOf(range.start, keyEnd),
      valueSpan: equals < 0 ? undefined : args.spanOf(keyEnd + 1, range.end),
      legacy: false,
    };
  });
}

function legacyPair(args: LogicalText, key: { start: number; end: number }, escape: string): KeyValue {
  const valueStart = skipBlanks(args.text, key.end);
  const valueEnd = trimmedEnd(args.text);
  const rawValue = valueEnd > valueStart ? args.text.slice(valueStart, valueEnd) : undefined;
  return {
    key: unquote(args.text.slice(key.start, key.end), escape),
    rawValue,
    value: rawValue === undefined ? undefined : unquote(rawValue, escape),
    span: args.spanOf(key.start, Math.max(valueEnd, key.end)),
    keySpan: args.spanOf(key.start, key.end),
    valueSpan: rawValue === undefined ? undefined : args.spanOf(valueStart, valueEnd),
    legacy: true,
  };
}

/** What the builder's lexer refuses in a word, undefined when nothing. */
export function wordError(raw: string, escape: string): Expansion['error'] {
  return /['"$]/.test(raw) ? expandWord(raw, () => ({ known: false }), escape).error : undefined;
}
