/** Splits Rust source text into tokens. https://doc.rust-lang.org/reference/tokens.html */
import type { Token } from './tokens.ts';

const comment = /\/\/[^\n]*/y;
const rawString = /(?:b|c)?r(#*)"/y;
const string = /(?:b|c)?"((?:[^"\\]|\\[^])*)"/y;
/** One character in quotes; a quote alone begins a lifetime or a label. */
const character = /b?'(?:\\(?:u\{[^}']*\}|x[\da-fA-F]{2}|[^])|[^'\\])'/y;
/** The name of a macro has its exclamation mark, as far as something follows that it works on. */
const name = /(?:r#)?[\p{L}_][\p{L}\p{N}_]*(?:!(?=\s*[([{]))?/uy;
const number = /\d[\w.]*/y;
const operator = /::|=>|->|==|!=|&&|\|\||\.\.=?/y;

/**
 * Strings, names, numbers and punctuation, without comments and without what only tests have (`#[cfg(test)] mod …`).
 * The `::` of a path is a dot, so that `fs::read` is a chain of names as in other languages.
 */
export function tokenizeRust(text: string): readonly Token[] {
  return withoutTests(allTokens(text));
}

function allTokens(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let line = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  const moveTo = (end: number): void => {
    for (let i = at; i < end; i++) if (text[i] === '\n') line++;
    at = end;
  };
  const push = (kind: Token['kind'], value: string, end: number): void => {
    tokens.push({ kind, text: value, line });
    moveTo(end);
  };
  while (at < text.length) {
    const current = text[at]!;
    if (/\s/.test(current)) {
      moveTo(at + 1);
      continue;
    }
    if (match(comment)) {
      moveTo(comment.lastIndex);
      continue;
    }
    if (text.startsWith('/*', at)) {
      moveTo(endOfComment(text, at));
      continue;
    }
    const raw = match(rawString);
    if (raw) {
      const start = at + raw[0].length;
      const close = text.indexOf(`"${raw[1]!}`, start);
      const end = close < 0 ? text.length : close;
      push('string', text.slice(start, end), close < 0 ? end : end + 1 + raw[1]!.length);
      continue;
    }
    const quoted = match(string);
    if (quoted) {
      push('string', unescape(quoted[1]!), string.lastIndex);
      continue;
    }
    if (match(character)) {
      push('number', text.slice(at, character.lastIndex), character.lastIndex);
      continue;
    }
    const word = match(name);
    if (word) {
      push('name', word[0].replace(/^r#/, ''), name.lastIndex);
      continue;
    }
    if (match(number)) {
      push('number', text.slice(at, number.lastIndex), number.lastIndex);
      continue;
    }
    const sign = match(operator)?.[0] ?? current;
    push('punctuation', sign === '::' ? '.' : sign, at + sign.length);
  }
  return tokens;
}

/** Comments in comments count. */
function endOfComment(text: string, start: number): number {
  let depth = 0;
  for (let i = start; i < text.length; i++) {
    if (text.startsWith('/*', i)) {
      depth++;
      i++;
    } else if (text.startsWith('*/', i)) {
      i++;
      if (--depth === 0) return i + 1;
    }
  }
  return text.length;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0' };

/** Escapes that paths and names have; a backslash at the end of a line takes the blanks of the next with it. */
function unescape(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(?:\r?\n\s*|([^]))/g, (_, one: string | undefined) =>
    one === undefined ? '' : (escapes[one] ?? one),
  );
}

function withoutTests(tokens: readonly Token[]): readonly Token[] {
  const kept: Token[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const end = testsEnd(tokens, i);
    if (end === undefined) kept.push(tokens[i]!);
    else i = end;
  }
  return kept;
}

/** Position of the last token of `#[cfg(test)] … { … }` at `start`. */
function testsEnd(tokens: readonly Token[], start: number): number | undefined {
  const head = ['#', '[', 'cfg', '(', 'test', ')', ']'];
  if (!head.every((text, i) => tokens[start + i]?.text === text)) return undefined;
  let depth = 0;
  for (let i = start + head.length; i < tokens.length; i++) {
    const { kind, text } = tokens[i]!;
    if (kind !== 'punctuation') continue;
    if (text === ';' && depth === 0) return i;
    if (text === '{') depth++;
    else if (text === '}' && --depth === 0) return i;
  }
  return tokens.length - 1;
}
