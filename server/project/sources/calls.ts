/** Finding calls, arguments and assignments in a list of tokens. Indexes are positions in that list. */
import type { Token } from './tokens.ts';

/** Half-open range of token positions. */
export interface TokenRange {
  readonly start: number;
  readonly end: number;
}

export interface Call {
  /** `app.get`, `this.server.listen`, `listen`; only names joined by dots. */
  readonly callee: string;
  /** Position of the first name of the callee. */
  readonly start: number;
  readonly args: readonly TokenRange[];
  /** Position behind the closing parenthesis. */
  readonly end: number;
}

export function isPunctuation(token: Token | undefined, text: string): boolean {
  return token?.kind === 'punctuation' && token.text === text;
}

export function isName(token: Token | undefined, text: string): boolean {
  return token?.kind === 'name' && token.text === text;
}

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** Position of the bracket that closes the one at `open`, or the list's length. */
export function closingOf(tokens: readonly Token[], open: number): number {
  const stack: string[] = [];
  for (let i = open; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (token.kind !== 'punctuation') continue;
    const close = closing[token.text];
    if (close !== undefined) stack.push(close);
    else if (token.text === stack.at(-1)) {
      stack.pop();
      if (stack.length === 0) return i;
    }
  }
  return tokens.length;
}

/** The comma-separated parts between the bracket at `open` and its partner. */
export function partsOf(
  tokens: readonly Token[],
  open: number,
): { parts: readonly TokenRange[]; end: number } {
  const close = closingOf(tokens, open);
  const parts: TokenRange[] = [];
  let start = open + 1;
  for (let i = open + 1; i < close; i++) {
    const token = tokens[i]!;
    if (token.kind === 'punctuation' && token.text in closing) i = Math.min(closingOf(tokens, i), close - 1);
    else if (isPunctuation(token, ',')) {
      parts.push({ start, end: i });
      start = i + 1;
    }
  }
  if (start < close) parts.push({ start, end: close });
  return { parts, end: close + 1 };
}

/** Every call whose callee is a chain of names, in order; nested ones too. */
export function findCalls(tokens: readonly Token[]): readonly Call[] {
  const calls: Call[] = [];
  for (let i = 0; i < tokens.length; i++) {
    if (!isPunctuation(tokens[i], '(') || tokens[i - 1]?.kind !== 'name') continue;
    const { callee, start } = chainBefore(tokens, i);
    // `function name(` and `func name(` declare.
    const before = tokens[start - 1];
    if (before?.kind === 'name' && ['function', 'func', 'def', 'class'].includes(before.text)) continue;
    const { parts, end } = partsOf(tokens, i);
    calls.push({ callee, start, args: parts, end });
  }
  return calls;
}

/** The names joined by dots that end just before `end`. A chain that follows a call starts with `()`. */
export function chainBefore(tokens: readonly Token[], end: number): { callee: string; start: number } {
  let start = end - 1;
  let callee = tokens[start]?.text ?? '';
  while (isPunctuation(tokens[start - 1], '.') || isPunctuation(tokens[start - 1], '?.')) {
    const owner = tokens[start - 2];
    if (owner?.kind !== 'name') return { callee: `().${callee}`, start };
    start -= 2;
    callee = `${owner.text}.${callee}`;
  }
  return { callee, start };
}

export function receiverOf(callee: string): string {
  const dot = callee.lastIndexOf('.');
  return dot < 0 ? '' : callee.slice(0, dot);
}

export function methodOf(callee: string): string {
  return callee.slice(callee.lastIndexOf('.') + 1);
}

/** The value when the range is exactly one string literal. */
export function stringAt(tokens: readonly Token[], range: TokenRange | undefined): string | undefined {
  if (range === undefined || range.end - range.start !== 1) return undefined;
  const token = tokens[range.start]!;
  return token.kind === 'string' ? token.text : undefined;
}

/** `name: value` parts of an object literal that fills the range, or of keyword arguments `name=value`. */
export function propertiesOf(
  tokens: readonly Token[],
  range: TokenRange | undefined,
): ReadonlyMap<string, TokenRange> {
  const result = new Map<string, TokenRange>();
  if (range === undefined || !isPunctuation(tokens[range.start], '{')) return result;
  for (const part of partsOf(tokens, range.start).parts) {
    const key = tokens[part.start];
    if ((key?.kind === 'name' || key?.kind === 'string') && isPunctuation(tokens[part.start + 1], ':'))
      result.set(key.text, { start: part.start + 2, end: part.end });
  }
  return result;
}

/** Python's keyword arguments. */
export function keywordsOf(
  tokens: readonly Token[],
  args: readonly TokenRange[],
): ReadonlyMap<string, TokenRange> {
  const result = new Map<string, TokenRange>();
  for (const part of args)
    if (tokens[part.start]?.kind === 'name' && isPunctuation(tokens[part.start + 1], '='))
      result.set(tokens[part.start]!.text, { start: part.start + 2, end: part.end });
  return result;
}

/**
 * Is `name` a parameter (or another name bound in the header) of a block around `position`? Looks at what
 * stands between the block's brace and the statement's begin, so it errs on the side of yes.
 */
export function isBoundInHeader(tokens: readonly Token[], position: number, name: string): boolean {
  let depth = 0;
  for (let i = position - 1; i >= 0; i--) {
    if (isPunctuation(tokens[i], '}')) depth++;
    else if (isPunctuation(tokens[i], '{')) {
      if (depth > 0) depth--;
      else if (headerBinds(tokens, i, name)) return true;
    }
  }
  return false;
}

function headerBinds(tokens: readonly Token[], brace: number, name: string): boolean {
  for (let i = brace - 1; i >= 0 && i > brace - 40; i--) {
    const token = tokens[i]!;
    if (token.kind === 'punctuation' && [';', '{', '}'].includes(token.text)) return false;
    const isReference = isPunctuation(tokens[i + 1], '.') || isPunctuation(tokens[i - 1], '.');
    if (isName(token, name) && !isReference && !isPunctuation(tokens[i + 1], '(')) return true;
  }
  return false;
}
