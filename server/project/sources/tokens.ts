/** Splits source text into what matters for literal reading: strings, names, numbers, punctuation. No comments. */

/** `java`: Kotlin, Scala and Groovy too, whose strings keep their `$` for the reader. */
export type SourceLanguage = 'javascript' | 'python' | 'go' | 'java';

export interface Token {
  /**
   * `string`: a literal without substitutions, `text` is its value. `template`: one with substitutions, `text` is
   * the source between the quotes. `directive`: a `//go:` comment.
   */
  readonly kind: 'string' | 'template' | 'name' | 'number' | 'punctuation' | 'directive' | 'regex';
  readonly text: string;
  /** 0-based line of its first character. */
  readonly line: number;
}

const namePattern = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
const numberPattern = /\d[\w.]*/y;
const operators = ['===', '!==', '...', '=>', ':=', '==', '!=', '||', '??', '&&', '**', '<-', '->', '?.'];
/** After these names a slash begins a regular expression. */
const beforeRegex: ReadonlySet<string> = new Set([
  'return', 'typeof', 'case', 'in', 'of', 'delete', 'void', 'instanceof', 'new', 'else', 'do', 'yield', 'await',
]); // prettier-ignore

export function tokenize(text: string, language: SourceLanguage): readonly Token[] {
  return new Tokenizer(text, language).run();
}

class Tokenizer {
  readonly #tokens: Token[] = [];
  #position = 0;
  #line = 0;
  readonly #text: string;
  readonly #language: SourceLanguage;

  constructor(text: string, language: SourceLanguage) {
    this.#text = text;
    this.#language = language;
  }

  run(): readonly Token[] {
    while (this.#position < this.#text.length) this.#step();
    return this.#tokens;
  }

  #step(): void {
    const text = this.#text;
    const at = this.#position;
    const character = text[at]!;
    if (character === '\n') this.#line++;
    if (/\s/.test(character)) {
      this.#position++;
      return;
    }
    if (this.#skipComment()) return;
    const name = this.#match(namePattern);
    if (name !== undefined) {
      if (
        this.#language === 'python' &&
        /^(?:[rbfu]|rb|br|fr|rf)$/i.test(name) &&
        /["']/.test(text[at + name.length] ?? '')
      ) {
        this.#position = at + name.length;
        this.#pythonString(name.toLowerCase());
        return;
      }
      this.#push('name', name, at + name.length);
      return;
    }
    const number = this.#match(numberPattern);
    if (number !== undefined) {
      this.#push('number', number, at + number.length);
      return;
    }
    if (character === '"' || character === "'") {
      if (this.#language === 'python' || (this.#language === 'java' && text.startsWith('"""', at)))
        this.#pythonString('');
      else this.#quoted(character, true);
      return;
    }
    if (character === '`' && this.#language === 'go') {
      this.#raw();
      return;
    }
    if (character === '`' && this.#language === 'javascript') {
      this.#template();
      return;
    }
    if (character === '/' && this.#language === 'javascript' && this.#regexMayStart() && this.#regex())
      return;
    const operator = operators.find((candidate) => text.startsWith(candidate, at)) ?? character;
    this.#push('punctuation', operator, at + operator.length);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#position;
    return pattern.exec(this.#text)?.[0];
  }

  #push(kind: Token['kind'], text: string, end: number): void {
    this.#tokens.push({ kind, text, line: this.#line });
    this.#moveTo(end);
  }

  #moveTo(end: number): void {
    for (let i = this.#position; i < end; i++) if (this.#text[i] === '\n') this.#line++;
    this.#position = end;
  }

  #skipComment(): boolean {
    const text = this.#text;
    const at = this.#position;
    const lineEnd = (): number => {
      const found = text.indexOf('\n', at);
      return found < 0 ? text.length : found;
    };
    if (this.#language === 'python') {
      if (text[at] !== '#') return false;
      this.#moveTo(lineEnd());
      return true;
    }
    if (text.startsWith('//', at) || (at === 0 && text.startsWith('#!'))) {
      const end = lineEnd();
      const isDirective = this.#language === 'go' && (at === 0 || text[at - 1] === '\n');
      if (isDirective && /^\/\/(?:go:|\s*\+build)/.test(text.slice(at, at + 12)))
        this.#push('directive', text.slice(at + 2, end).trim(), end);
      else this.#moveTo(end);
      return true;
    }
    if (!text.startsWith('/*', at)) return false;
    const close = text.indexOf('*/', at + 2);
    this.#moveTo(close < 0 ? text.length : close + 2);
    return true;
  }

  /** A string on one line. Without its end (JSX text such as `don't`) the quote is punctuation. */
  #quoted(quote: string, escapes: boolean): void {
    const text = this.#text;
    for (let i = this.#position + 1; i < text.length && text[i] !== '\n'; i++) {
      if (text[i] === '\\' && escapes) i++;
      else if (text[i] === quote) {
        this.#push('string', unescape(text.slice(this.#position + 1, i), escapes), i + 1);
        return;
      }
    }
    this.#push('punctuation', quote, this.#position + 1);
  }

  #raw(): void {
    const close = this.#text.indexOf('`', this.#position + 1);
    const end = close < 0 ? this.#text.length : close;
    this.#push('string', this.#text.slice(this.#position + 1, end), Math.min(end + 1, this.#text.length));
  }

  #template(): void {
    const text = this.#text;
    const start = this.#position + 1;
    let substitutes = false;
    let i = start;
    while (i < text.length && text[i] !== '`') {
      if (text[i] === '\\') i += 2;
      else if (text.startsWith('${', i)) {
        substitutes = true;
        i = endOfSubstitution(text, i + 2);
      } else i++;
    }
    const body = text.slice(start, Math.min(i, text.length));
    const end = Math.min(i + 1, text.length);
    this.#push(substitutes ? 'template' : 'string', substitutes ? body : unescape(body, true), end);
  }

  #pythonString(prefix: string): void {
    const text = this.#text;
    const start = this.#position;
    const escapes = !prefix.includes('r');
    const triple = text.slice(start, start + 3);
    if (triple !== '"""' && triple !== "'''") {
      const before = this.#tokens.length;
      this.#quoted(text[start]!, escapes);
      this.#markFormatted(prefix, before);
      return;
    }
    let i = start + 3;
    while (i < text.length && !text.startsWith(triple, i)) i += text[i] === '\\' ? 2 : 1;
    const before = this.#tokens.length;
    const end = Math.min(i, text.length);
    this.#push('string', unescape(text.slice(start + 3, end), escapes), Math.min(end + 3, text.length));
    this.#markFormatted(prefix, before);
  }

  #markFormatted(prefix: string, index: number): void {
    const token = this.#tokens[index];
    if (token?.kind === 'string' && prefix.includes('f') && token.text.includes('{'))
      this.#tokens[index] = { ...token, kind: 'template' };
  }

  #regexMayStart(): boolean {
    const last = this.#tokens.at(-1);
    if (last === undefined) return true;
    if (last.kind === 'name') return beforeRegex.has(last.text);
    return last.kind === 'punctuation' && ![')', ']', '}', '"', "'"].includes(last.text);
  }

  #regex(): boolean {
    const text = this.#text;
    let inClass = false;
    for (let i = this.#position + 1; i < text.length && text[i] !== '\n'; i++) {
      if (text[i] === '\\') i++;
      else if (text[i] === '[') inClass = true;
      else if (text[i] === ']') inClass = false;
      else if (text[i] === '/' && !inClass) {
        this.#push('regex', text.slice(this.#position + 1, i), i + 1);
        return true;
      }
    }
    return false;
  }
}

/** The offset behind the `}` that ends a substitution which begins at `start`; strings inside are skipped. */
function endOfSubstitution(text: string, start: number): number {
  let depth = 1;
  for (let i = start; i < text.length; i++) {
    const character = text[i]!;
    if (character === '{') depth++;
    else if (character === '}' && --depth === 0) return i + 1;
    else if (character === '"' || character === "'" || character === '`') {
      const close = closingQuote(text, i);
      if (close > 0) i = close;
    }
  }
  return text.length;
}

function closingQuote(text: string, open: number): number {
  for (let i = open + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === text[open]) return i;
    else if (text[i] === '\n' && text[open] !== '`') return -1;
  }
  return -1;
}

const simpleEscapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0' };

function unescape(text: string, escapes: boolean): string {
  if (!escapes || !text.includes('\\')) return text;
  return text.replace(
    /\\(?:x([\da-f]{2})|u([\da-f]{4})|(\r?\n)|([^]))/gi,
    (
      _all,
      hex: string | undefined,
      unicode: string | undefined,
      newline: string | undefined,
      single: string | undefined,
    ) => {
      const code = hex ?? unicode;
      if (code !== undefined) return String.fromCharCode(parseInt(code, 16));
      return newline !== undefined ? '' : (simpleEscapes[single!] ?? single!);
    },
  );
}
