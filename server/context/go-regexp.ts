/**
 * Go's regular expressions, as far as a .dockerignore pattern can become one: the builder turns wildcards into a
 * regular expression and leaves some characters in it unquoted (`|`, `^`, `{2}`, `\d`, `[[:alpha:]]`), which then
 * mean there what they mean to Go.
 */

/** Compiles Go's syntax into one of ours; undefined where Go refuses it. */
export function compileGoRegexp(source: string): RegExp | undefined {
  const translated = new Translator(source).translate();
  if (translated === undefined) return undefined;
  try {
    return new RegExp(translated, 'u');
  } catch {
    // Go and we disagree on something we did not think of; a build would not get further than this either.
    return undefined;
  }
}

/** Escapes outside and inside of classes; ASCII only, as in Go. */
const shorthands: Readonly<Record<string, string>> = {
  d: '0-9',
  s: '\\t\\n\\f\\r ',
  w: '0-9A-Za-z_',
};
const assertions: Readonly<Record<string, string>> = { A: '(?:^)', z: '(?:$)', b: '(?:\\b)', B: '(?:\\B)' };
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

  translate(): string | undefined {
    let result = '';
    /** What a repetition may follow: something to repeat, and not another repetition. */
    let repeatable = false;
    while (this.#position < this.#characters.length) {
      const start = this.#position;
      const character = this.#characters[start]!;
      this.#position += 1;
      const repetition = character === '{' ? this.#repetition() : undefined;
      if (repetition !== undefined || '*+?'.includes(character)) {
        if (!repeatable || repetition === null) return undefined;
        result += repetition ?? character;
        repeatable = false;
        continue;
      }
      const piece = this.#piece(character);
      if (piece === undefined) return undefined;
      result += piece;
      repeatable = character !== '|' && character !== '(' && piece !== '';
    }
    return result;
  }

  #piece(character: string): string | undefined {
    switch (character) {
      case '\\':
        return this.#escape();
      case '[':
        return this.#class();
      case '.':
        return '[^\\n]';
      case '^':
        return '(?:^)';
      case '$':
        return '(?:$)';
      case '(':
        return '(?:';
      case ')':
      case '|':
        return character;
      default:
        return literal(character);
    }
  }

  /** `{2}`, `{2,}` or `{2,5}` behind its `{`; undefined when it is an ordinary character, null when Go refuses it. */
  #repetition(): string | undefined | null {
    const rest = this.#characters.slice(this.#position, this.#position + 12).join('');
    const match = /^(\d{1,5})(?:(,)(\d{0,5}))?\}/.exec(rest);
    if (!match) return undefined;
    const [all, low = '', comma, high = ''] = match;
    this.#position += all.length;
    if (Number(low) > maximumRepeat || Number(high) > maximumRepeat) return null;
    if (high !== '' && Number(high) < Number(low)) return null;
    return `{${Number(low)}${comma ?? ''}${high === '' ? '' : Number(high)}}`;
  }

  #escape(): string | undefined {
    const character = this.#characters[this.#position];
    if (character === undefined) return undefined;
    if (character === 'Q') {
      this.#position += 1;
      return this.#quoted();
    }
    if (Object.hasOwn(assertions, character)) {
      this.#position += 1;
      return assertions[character];
    }
    const set = this.#shorthand();
    if (set !== undefined) return set.negated ? `[^${set.body}]` : `[${set.body}]`;
    const code = this.#escapedCharacter();
    return code === undefined ? undefined : literal(code);
  }

  /** `\Q…\E`, behind the `\Q`. */
  #quoted(): string {
    let result = '';
    while (this.#position < this.#characters.length) {
      const character = this.#characters[this.#position]!;
      this.#position += 1;
      if (character === '\\' && this.#characters[this.#position] === 'E') {
        this.#position += 1;
        break;
      }
      result += literal(character);
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
