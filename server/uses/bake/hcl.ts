/**
 * The part of HCL that bake files are mostly made of: blocks, attributes, strings with `${variable}`, lists, objects.
 * No small, living library reads HCL (there are wrappers of Go's parser, megabytes in size); functions, conditions and
 * loops are read over, and their value is unknown. Source: https://docs.docker.com/build/bake/reference/
 */

export type HclValue =
  | { readonly kind: 'text'; readonly text: string; readonly template: boolean }
  | { readonly kind: 'list'; readonly items: readonly HclValue[] }
  | { readonly kind: 'object'; readonly entries: ReadonlyMap<string, HclValue> }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'null' }
  /** Something that only bake can compute. */
  | { readonly kind: 'unknown' };

export interface HclBlock {
  readonly type: string;
  readonly label: string | undefined;
  readonly attributes: ReadonlyMap<string, HclValue>;
}

type Token =
  | { readonly kind: 'word' | 'punctuation' | 'newline'; readonly text: string }
  | { readonly kind: 'string'; readonly text: string; readonly template: boolean };

const unknown: HclValue = { kind: 'unknown' };
/** Brackets deeper than that are no bake file. */
const deepest = 50;

/** The blocks at the top of the file, in order. What is broken ends the reading; never throws. */
export function parseHcl(text: string): readonly HclBlock[] {
  return new Parser(tokens(text)).blocks();
}

class Parser {
  readonly #tokens: readonly Token[];
  #position = 0;

  constructor(all: readonly Token[]) {
    this.#tokens = all;
  }

  blocks(): HclBlock[] {
    const blocks: HclBlock[] = [];
    for (let token = this.#skipLines(); token; token = this.#skipLines()) {
      if (token.kind !== 'word') return blocks;
      const block = this.#block();
      if (!block) return blocks;
      blocks.push(block);
    }
    return blocks;
  }

  /** `type "label" { … }`; an attribute at the top is read and left out by giving a block without attributes. */
  #block(): HclBlock | undefined {
    const type = this.#next()?.text ?? '';
    if (this.#is('=')) {
      this.#position += 1;
      this.#value(0);
      return { type: '', label: undefined, attributes: new Map() };
    }
    const labels: string[] = [];
    for (
      let token = this.#peek();
      token && token.kind !== 'newline' && token.text !== '{';
      token = this.#peek()
    ) {
      labels.push(token.text);
      this.#position += 1;
    }
    if (!this.#is('{')) return undefined;
    this.#position += 1;
    return { type, label: labels[0], attributes: this.#attributes() };
  }

  #attributes(): Map<string, HclValue> {
    const attributes = new Map<string, HclValue>();
    for (let token = this.#skipLines(); token; token = this.#skipLines()) {
      this.#position += 1;
      if (token.text === '}' && token.kind === 'punctuation') break;
      if (token.kind !== 'word') continue;
      if (this.#is('=')) {
        this.#position += 1;
        attributes.set(token.text, this.#value(0));
      } else this.#skipBlock();
    }
    return attributes;
  }

  /** A block within a block (`validation { … }`). */
  #skipBlock(): void {
    while (this.#peek() && this.#peek()?.kind !== 'newline' && !this.#is('{')) this.#position += 1;
    if (this.#is('{')) this.#skipBrackets();
  }

  #value(depth: number): HclValue {
    const value = this.#simple(depth);
    // Anything behind a value before the line or the list goes on makes it an expression.
    let plain = true;
    for (let token = this.#peek(); token && !endsValue(token); token = this.#peek()) {
      plain = false;
      if ('([{'.includes(token.text) && token.kind === 'punctuation') this.#skipBrackets();
      else this.#position += 1;
    }
    return plain ? value : unknown;
  }

  #simple(depth: number): HclValue {
    const token = this.#next();
    if (!token || depth > deepest) return unknown;
    if (token.kind === 'string') return { kind: 'text', text: token.text, template: token.template };
    if (token.kind === 'word') {
      if (token.text === 'null') return { kind: 'null' };
      if (/^(?:true|false|\d.*)$/.test(token.text))
        return { kind: 'text', text: token.text, template: false };
      return { kind: 'name', name: token.text };
    }
    if (token.text === '[') return this.#list(depth);
    if (token.text === '{') return this.#object(depth);
    this.#position -= 1;
    return unknown;
  }

  #list(depth: number): HclValue {
    const items: HclValue[] = [];
    for (let token = this.#skipLines(); token; token = this.#skipLines()) {
      if (this.#take(']')) break;
      if (this.#take(',')) continue;
      const before = this.#position;
      items.push(this.#value(depth + 1));
      if (this.#position === before) this.#position += 1;
    }
    return { kind: 'list', items };
  }

  #object(depth: number): HclValue {
    const entries = new Map<string, HclValue>();
    for (let token = this.#skipLines(); token; token = this.#skipLines()) {
      if (this.#take('}')) break;
      this.#position += 1;
      if (token.kind === 'punctuation') continue;
      if (this.#take('=') || this.#take(':')) entries.set(token.text, this.#value(depth + 1));
    }
    return { kind: 'object', entries };
  }

  /** From an opening bracket to behind the one that closes it. */
  #skipBrackets(): void {
    let open = 0;
    for (let token = this.#next(); token; token = this.#next()) {
      if (token.kind !== 'punctuation') continue;
      if ('([{'.includes(token.text)) open += 1;
      else if (')]}'.includes(token.text) && --open <= 0) return;
    }
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#position];
  }

  #next(): Token | undefined {
    return this.#tokens[this.#position++];
  }

  #is(text: string): boolean {
    const token = this.#peek();
    return token?.kind === 'punctuation' && token.text === text;
  }

  #take(text: string): boolean {
    const found = this.#is(text);
    if (found) this.#position += 1;
    return found;
  }

  #skipLines(): Token | undefined {
    while (this.#peek()?.kind === 'newline') this.#position += 1;
    return this.#peek();
  }
}

function endsValue(token: Token): boolean {
  return token.kind === 'newline' || (token.kind === 'punctuation' && ',]})'.includes(token.text));
}

const pattern =
  /(?<space>[ \t\r]+|(?:#|\/\/)[^\n]*|\/\*[\s\S]*?\*\/)|(?<newline>\n)|(?<heredoc><<-?(?<mark>\w+)\r?\n[\s\S]*?\n[ \t]*\k<mark>(?=\r?\n|$))|(?<word>[\p{L}\p{N}_][\p{L}\p{N}_.-]*)|(?<quote>")|(?<other>[\s\S])/uy;

function tokens(text: string): Token[] {
  const result: Token[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const { newline, word, heredoc, quote, other } = match.groups!;
    if (newline !== undefined) result.push({ kind: 'newline', text: newline });
    else if (word !== undefined) result.push({ kind: 'word', text: word });
    // Only dockerfile-inline is written that way, which belongs to no file.
    else if (heredoc !== undefined) result.push({ kind: 'string', text: '', template: false });
    else if (quote !== undefined) {
      const string = readString(text, pattern.lastIndex);
      result.push(string.token);
      pattern.lastIndex = string.end;
    } else if (other !== undefined) result.push({ kind: 'punctuation', text: other });
  }
  return result;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** A string whose opening quote stands before `start`. Quotes within `${…}` do not end it. */
function readString(text: string, start: number): { readonly token: Token; readonly end: number } {
  let value = '';
  let template = false;
  let braces = 0;
  for (let i = start; i < text.length; i += 1) {
    const character = text[i]!;
    if (character === '\n' && braces === 0)
      return { token: { kind: 'string', text: value, template }, end: i };
    if (character === '"' && braces === 0)
      return { token: { kind: 'string', text: value, template }, end: i + 1 };
    if (character === '\\' && braces === 0) {
      i += 1;
      value += escapes[text[i] ?? ''] ?? text[i] ?? '';
      continue;
    }
    if (text.startsWith('${', i)) template = true;
    if (character === '{' && (braces > 0 || text[i - 1] === '$')) braces += 1;
    else if (character === '}' && braces > 0) braces -= 1;
    value += character;
  }
  return { token: { kind: 'string', text: value, template }, end: text.length };
}
