/** Splits C# source text into tokens. https://learn.microsoft.com/dotnet/csharp/language-reference/language-specification/lexical-structure */
import type { Token } from './tokens.ts';

const lineComment = /\/\/[^\n]*/y;
const blockComment = /\/\*[^]*?(?:\*\/|$)/y;
/** `#if`, `#region` … at the beginning of a line. */
const directive = /#[^\n]*/y;
const raw = /\$*("{3,})([^]*?)\1/y;
const verbatim = /(?:\$@|@\$|@)"((?:[^"]|"")*)"/y;
const string = /\$?"((?:[^"\\\n]|\\[^])*)"/y;
const character = /'(?:\\[^\n']+|[^'\\\n])'/y;
const name = /@?[\p{L}_][\p{L}\p{N}_]*/uy;
const number = /\d[\w.]*/y;
const operator = /=>|==|!=|&&|\|\||\?\.|\?\?|::/y;

/** Strings with their values, names, numbers and punctuation, without comments; a string with substitutions is a template. */
export function tokenizeCSharp(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let line = 0;
  let isLineStart = true;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  const take = (length: number, kind?: Token['kind'], value = ''): void => {
    if (kind) tokens.push({ kind, text: value, line });
    for (let i = at; i < at + length; i++) if (text[i] === '\n') line++;
    at += length;
  };
  const literal = (found: RegExpExecArray, value: string): void => {
    const isTemplate = found[0].startsWith('$') || found[0].startsWith('@$');
    take(found[0].length, isTemplate ? 'template' : 'string', value);
  };
  while (at < text.length) {
    const current = text[at]!;
    if (/\s/.test(current)) {
      isLineStart ||= current === '\n';
      take(1);
      continue;
    }
    const skipped = match(lineComment) ?? match(blockComment) ?? (isLineStart ? match(directive) : null);
    if (skipped) {
      take(skipped[0].length);
      continue;
    }
    isLineStart = false;
    const quoted = match(raw) ?? match(verbatim) ?? match(string);
    if (quoted) {
      const isVerbatim = /^(?:\$@|@\$|@)/.test(quoted[0]);
      literal(quoted, quoted[2] ?? (isVerbatim ? quoted[1]!.replaceAll('""', '"') : unescape(quoted[1]!)));
      continue;
    }
    const other = match(character);
    if (other) {
      take(other[0].length, 'number', other[0]);
      continue;
    }
    const word = match(name);
    if (word) {
      take(word[0].length, 'name', word[0].replace('@', ''));
      continue;
    }
    const digits = match(number);
    if (digits) {
      take(digits[0].length, 'number', digits[0]);
      continue;
    }
    const sign = match(operator)?.[0] ?? current;
    take(sign.length, 'punctuation', sign);
  }
  return tokens;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0' };

function unescape(text: string): string {
  return text.includes('\\') ? text.replace(/\\([^])/g, (_, sign: string) => escapes[sign] ?? sign) : text;
}
