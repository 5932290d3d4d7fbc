/** Groovy and Kotlin scripts as far as literal reading goes: strings, names, punctuation. No comments. */

export interface ScriptToken {
  /** `text`: a string literal. `template`: one with something computed in it. */
  readonly kind: 'text' | 'template' | 'name' | 'mark' | 'line';
  readonly text: string;
}

const namePattern = /[A-Za-z_][\w]*/y;
const numberPattern = /\d[\w.]*/y;

/** Line breaks are tokens, because they end statements. */
export function scriptTokens(text: string): readonly ScriptToken[] {
  const tokens: ScriptToken[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text[at]!;
    if (char === '\n') {
      if (tokens.at(-1)?.kind !== 'line') tokens.push({ kind: 'line', text: '\n' });
      at++;
    } else if (/\s/.test(char)) at++;
    else if (text.startsWith('//', at)) at = endOf(text, '\n', at);
    else if (text.startsWith('/*', at)) at = endOf(text, '*/', at + 2) + 2;
    else if (char === '"' || char === "'") {
      const { token, end } = readString(text, at);
      tokens.push(token);
      at = end;
    } else {
      const word = wordAt(text, at);
      tokens.push({ kind: word === undefined ? 'mark' : 'name', text: word ?? char });
      at += (word ?? char).length;
    }
  }
  return tokens;
}

function endOf(text: string, what: string, from: number): number {
  const found = text.indexOf(what, from);
  return found < 0 ? text.length : found;
}

/** A name or a number. */
function wordAt(text: string, at: number): string | undefined {
  for (const pattern of [namePattern, numberPattern]) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) return match[0];
  }
  return undefined;
}

function readString(text: string, start: number): { token: ScriptToken; end: number } {
  const quote = text[start]!;
  const isLong = text.startsWith(quote.repeat(3), start);
  const mark = isLong ? quote.repeat(3) : quote;
  let at = start + mark.length;
  let value = '';
  let computed = false;
  while (at < text.length && !text.startsWith(mark, at)) {
    const char = text[at]!;
    // A string that is not closed ends with its line.
    if (!isLong && char === '\n') break;
    if (char === '\\' && at + 1 < text.length) {
      value += text[at + 1]!;
      at += 2;
      continue;
    }
    if (quote === '"' && char === '$') computed = true;
    value += char;
    at++;
  }
  return { token: { kind: computed ? 'template' : 'text', text: value }, end: at + mark.length };
}
