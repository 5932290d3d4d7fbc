/**
 * Go's regular expressions, as far as a .dockerignore pattern can become one: the builder turns wildcards into a
 * regular expression and leaves some characters in it unquoted (`|`, `^`, `{2}`, `\d`, `[[:alpha:]]`), which then
 * mean there what they mean to Go.
 */

import { compileLinear } from './linear-match.ts';
import type { Token } from './linear-match.ts';

/** Compiles Go's syntax to a test for texts; undefined where Go refuses it. */
export function compileGoRegexp(source: string): ((text: string) => boolean) | undefined {
  const alternatives = new Translator(source).translate();
  if (alternatives === undefined) return undefined;
  if (alternatives.some((tokens) => unlimited(tokens) > backtracked)) return compileLinear(alternatives);
  const expression = new RegExp(alternatives.map(sourceOf).join('|'), 'u');
  return (text) => expression.test(text);
}

/** Wildcards of any length up to which trying again costs no more than following all ways at once. */
const backtracked = 2;

function unlimited(tokens: readonly Token[]): number {
  return tokens.reduce((sum, token) => {
    if (token.type === 'assertion') return sum;
    return sum + (token.max > 1 ? 1 : 0) + (token.type === 'group' ? unlimited(token.tokens) : 0);
  }, 0);
}

function sourceOf(tokens: readonly Token[]): string {
  return tokens
    .map((token) => {
      if (token.type === 'assertion') return `(?:${token.source})`;
      const once = token.type === 'group' ? `(?:${sourceOf(token.tokens)})` : token.source;
      const { min, max } = token;
      return min === 1 && max === 1 ? once : `${once}{${min},${max === Infinity ? '' : max}}`;
    })
    .join('');
}

/** Escapes outside and inside of classes; ASCII only, as in Go. */
const shorthands: Readonly<Record<string, string>> = {
  d: '0-9',
  s: '\\t\\n\\f\\r ',
  w: '0-9A-Za-z_',
};
const assertions = { A: '^', z: '$', b: '\\b', B: '\\B' } as const;
const controls: Readonly<Record<string, number>> = { a: 7, f: 12, t: 9, n: 10, r: 13, v: 11 };
const posixClasses: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\x00-\\x7F',
  blank: '\\t ',
  cntrl: '\\x00-\\x1F\\x7F',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@\\[-`\\{-~',
  space: '\\t\\n\\v\\f\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};
/** Go allows no more repetitions than this. */
const maximumRepeat = 1000;

class Translator {
  readonly #characters: readonly string[];
  #position = 0;

  constructor(source: string) {
    this.#characters = [...source];
  }

  /** The alternatives; undefined where Go refuses the whole. */
  translate(): readonly (readonly Token[])[] | undefined {
    const alternatives: Token[][] = [[]];
    for (;;) {
      const tokens = this.#sequence();
      if (tokens === undefined) return undefined;
      alternatives.at(-1)!.push(...tokens);
      const end = this.#characters[this.#position];
      this.#position += 1;
      if (end === undefined) return alternatives;
      // A group's end without its start; only the builder's own `(.*/)?` brings groups.
      if (end === ')') return undefined;
      alternatives.push([]);
    }
  }

  /** Up to a `|`, a `)` or the end. */
  #sequence(): Token[] | undefined {
    const tokens: Token[] = [];
    let repeated = false;
    for (;;) {
      const character = this.#characters[this.#position];
      if (character === undefined || character === '|' || character === ')') return tokens;
      this.#position += 1;
      const repetition = this.#repetition(character);
      if (repetition !== undefined) {
        const last = tokens.pop();
        if (repetition === null || last === undefined || repeated) return undefined;
        // Once or a thousand times at the same place is the same, and never is always.
        if (last.type === 'assertion') tokens.push(...(repetition.min === 0 ? [] : [last]));
        else tokens.push({ ...last, ...repetition });
        repeated = true;
        continue;
      }
      const token = this.#token(character);
      if (token === undefined) return undefined;
      tokens.push(...token);
      repeated = false;
    }
  }

  #token(character: string): readonly Token[] | undefined {
    switch (character) {
      case '\\':
        return this.#escape();
      case '[': {
        const source = this.#class();
        return source === undefined ? undefined : [one(source)];
      }
      case '.':
        return [one('[^\\n]')];
      case '^':
      case '$':
        return [{ type: 'assertion', source: character }];
      case '(': {
        const tokens = this.#sequence();
        if (tokens === undefined || this.#characters[this.#position] !== ')') return undefined;
        this.#position += 1;
        return [{ type: 'group', tokens, min: 1, max: 1 }];
      }
      default:
        return [one(literal(character))];
    }
  }

  /** `*`, `+`, `?` or what is behind a `{`; undefined for an ordinary character, null where Go refuses it. */
  #repetition(character: string): { readonly min: number; readonly max: number } | undefined | null {
    if (character === '*') return { min: 0, max: Infinity };
    if (character === '+') return { min: 1, max: Infinity };
    if (character === '?') return { min: 0, max: 1 };
    if (character !== '{') return undefined;
    const rest = this.#characters.slice(this.#position, this.#position + 12).join('');
    const match = /^(\d{1,5})(?:(,)(\d{0,5}))?\}/.exec(rest);
    if (!match) return undefined;
    const [all, low = '', comma, high = ''] = match;
    this.#position += all.length;
    const min = Number(low);
    const max = comma === undefined ? min : high === '' ? Infinity : Number(high);
    return min > maximumRepeat || (max !== Infinity && max > maximumRepeat) || max < min
      ? null
      : { min, max };
  }

  #escape(): readonly Token[] | undefined {
    const character = this.#characters[this.#position];
    if (character === undefined) return undefined;
    if (character === 'Q') {
      this.#position += 1;
      return this.#quoted();
    }
    if (Object.hasOwn(assertions, character)) {
      this.#position += 1;
      return [{ type: 'assertion', source: assertions[character as keyof typeof assertions] }];
    }
    const set = this.#shorthand();
    if (set !== undefined) return [one(set.negated ? `[^${set.body}]` : `[${set.body}]`)];
    const code = this.#escapedCharacter();
    return code === undefined ? undefined : [one(literal(code))];
  }

  /** `\Q…\E`, behind the `\Q`. */
  #quoted(): readonly Token[] {
    const result: Token[] = [];
    while (this.#position < this.#characters.length) {
      const character = this.#characters[this.#position]!;
      this.#position += 1;
      if (character === '\\' && this.#characters[this.#position] === 'E') {
        this.#position += 1;
        break;
      }
      result.push(one(literal(character)));
    }
    return result;
  }

  /** `\d`, `\W` and their like, behind the `\`. */
  #shorthand(): { readonly body: string; readonly negated: boolean } | undefined {
    const character = this.#characters[this.#position] ?? '';
    const lower = character.toLowerCase();
    if (character === '' || !Object.hasOwn(shorthands, lower)) return undefined;
    this.#position += 1;
    return { body: shorthands[lower]!, negated: character !== lower };
  }

  /** One character, behind the `\` that quotes or spells it. */
  #escapedCharacter(): string | undefined {
    const character = this.#characters[this.#position];
    if (character === undefined) return undefined;
    this.#position += 1;
    if (/[1-7]/.test(character) && !/[0-7]/.test(this.#characters[this.#position] ?? '')) return undefined;
    const rest = this.#characters.slice(this.#position, this.#position + 8).join('');
    if (/[0-7]/.test(character)) {
      const digits = /^[0-7]{0,2}/.exec(rest)![0];
      this.#position += digits.length;
      return String.fromCodePoint(parseInt(character + digits, 8));
    }
    if (character === 'x') {
      const match = /^(?:([\dA-Fa-f]{2})|\{([\dA-Fa-f]{1,6})\})/.exec(rest);
      const code = parseInt(match?.[1] ?? match?.[2] ?? '', 16);
      if (!match || code > 0x10ffff) return undefined;
      this.#position += match[0].length;
      return String.fromCodePoint(code);
    }
    if (Object.hasOwn(controls, character)) return String.fromCodePoint(controls[character]!);
    // Go takes any punctuation, and no other letter or digit. Names of Unicode classes are left out here: no file
    // name needs one.
    return /^[\x20-\x7E]$/.test(character) && !/[\dA-Za-z]/.test(character) ? character : undefined;
  }

  /** A class, behind its `[`. */
  #class(): string | undefined {
    const negated = this.#characters[this.#position] === '^';
    if (negated) this.#position += 1;
    let body = '';
    for (let count = 0; ; count += 1) {
      const character = this.#characters[this.#position];
      if (character === undefined) return undefined;
      if (character === ']' && count > 0) break;
      const part = this.#posix() ?? this.#range();
      if (part === undefined) return undefined;
      body += part;
    }
    this.#position += 1;
    return `[${negated ? '^' : ''}${body}]`;
  }

  /** `[:alpha:]` inside of a class. */
  #posix(): string | undefined {
    const match = /^\[:(\^?)([a-z]{1,6}):\]/.exec(
      this.#characters.slice(this.#position, this.#position + 12).join(''),
    );
    const body = match && Object.hasOwn(posixClasses, match[2]!) ? posixClasses[match[2]!]! : undefined;
    if (!match || body === undefined) return undefined;
    this.#position += match[0].length;
    return match[1] === '' ? body : complement(body);
  }

  #range(): string | undefined {
    if (this.#characters[this.#position] === '\\') {
      this.#position += 1;
      const set = this.#shorthand();
      if (set !== undefined) return set.negated ? complement(set.body) : set.body;
      this.#position -= 1;
    }
    const low = this.#classCharacter();
    if (low === undefined) return undefined;
    const next = this.#characters[this.#position + 1];
    if (this.#characters[this.#position] !== '-' || next === undefined || next === ']') return inClass(low);
    this.#position += 1;
    const high = this.#classCharacter();
    if (high === undefined || high.codePointAt(0)! < low.codePointAt(0)!) return undefined;
    return `${inClass(low)}-${inClass(high)}`;
  }

  #classCharacter(): string | undefined {
    const character = this.#characters[this.#position];
    this.#position += 1;
    return character === '\\' ? this.#escapedCharacter() : character;
  }
}

function one(source: string): Token {
  return { type: 'character', source, min: 1, max: 1 };
}

function literal(character: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
}

function inClass(character: string): string {
  return /[\\^\-[\]]/.test(character) ? `\\${character}` : character;
}

/** Everything but the characters of a class's body, for use inside of another class. */
function complement(body: string): string {
  const included = new RegExp(`[${body}]`, 'u');
  // The bodies are ASCII: the rest of Unicode is always part of it.
  let result = '\\u{80}-\\u{10FFFF}';
  for (let code = 0; code < 0x80; code += 1) {
    const character = String.fromCharCode(code);
    if (!included.test(character)) result += `\\u{${code.toString(16)}}`;
  }
  return result;
}
