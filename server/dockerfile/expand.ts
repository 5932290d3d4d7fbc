/**
 * Word expansion as the builder does it (BuildKit frontend/dockerfile/shell/lex.go): quotes, the escape
 * character and variables with their modifiers.
 */
import picomatch from 'picomatch';
import type { VariableValue } from './model.ts';

export interface Expansion {
  /** Quotes removed, known variables substituted; an unknown variable stays as written. */
  readonly value: string;
  /** False when a variable's value can't be known before the build. */
  readonly complete: boolean;
  /** Names of the variables used, in order, each occurrence once. */
  readonly variables: readonly VariableUse[];
  /** Undefined when the word is well formed. */
  readonly error: 'unterminated-quote' | 'bad-substitution' | undefined;
}

export interface VariableUse {
  readonly name: string;
  /** Half-open range in the raw word, `$` and braces included. */
  readonly start: number;
  readonly end: number;
  /** Has a default or alternative (`:-`, `-`, `:+`, `+`), so that an undefined variable is meant to be possible. */
  readonly guarded: boolean;
}

export type Lookup = (name: string) => VariableValue | undefined;

const nothing: Lookup = () => undefined;

/** Removes quotes and escapes and leaves variables as written. */
export function unquote(raw: string, escape: string): string {
  return expandWord(raw, nothing, escape).value;
}

/** Expands one raw word. Never throws; what is malformed is taken literally and reported in `error`. */
export function expandWord(raw: string, lookup: Lookup, escape: string): Expansion {
  const reader = new WordReader(raw, lookup, escape);
  const value = reader.readUntil('');
  return { value, complete: reader.complete, variables: reader.uses, error: reader.error };
}

class WordReader {
  private position = 0;
  complete = true;
  error: Expansion['error'];
  readonly uses: VariableUse[] = [];

  constructor(
    private readonly raw: string,
    private readonly lookup: Lookup,
    private readonly escape: string,
  ) {}

  /** Reads to an unquoted `stop` (not consumed) or to the end. */
  readUntil(stop: string): string {
    let value = '';
    while (this.position < this.raw.length) {
      const char = this.raw[this.position]!;
      if (char === stop) break;
      if (char === "'") value += this.readSingleQuoted();
      else if (char === '"') value += this.readDoubleQuoted();
      else if (char === '$') value += this.readVariable();
      else if (char === this.escape) {
        value += this.raw[this.position + 1] ?? char;
        this.position += 2;
      } else {
        value += char;
        this.position++;
      }
    }
    return value;
  }

  private readSingleQuoted(): string {
    const end = this.raw.indexOf("'", this.position + 1);
    if (end < 0) return this.unterminated();
    const value = this.raw.slice(this.position + 1, end);
    this.position = end + 1;
    return value;
  }

  private readDoubleQuoted(): string {
    const start = this.position++;
    let value = '';
    for (;;) {
      const char = this.raw[this.position];
      if (char === undefined) {
        this.position = start;
        return this.unterminated();
      }
      if (char === '"') break;
      if (char === '$') value += this.readVariable();
      else if (char === this.escape) {
        const next = this.raw[this.position + 1];
        // Inside double quotes the escape character is special only before these.
        value += next === '"' || next === '$' || next === this.escape ? next : char + (next ?? '');
        this.position += 2;
      } else {
        value += char;
        this.position++;
      }
    }
    this.position++;
    return value;
  }

  private unterminated(): string {
    this.error = 'unterminated-quote';
    const value = this.raw.slice(this.position);
    this.position = this.raw.length;
    return value;
  }

  private readVariable(): string {
    const start = this.position;
    if (this.raw[start + 1] === '{') return this.readBraced(start);
    const name = /^(?:[A-Za-z_][A-Za-z0-9_]*|[0-9@*#?!$-])/.exec(this.raw.slice(start + 1))?.[0];
    if (name === undefined) {
      this.position++;
      return '$';
    }
    this.position = start + 1 + name.length;
    this.uses.push({ name, start, end: this.position, guarded: false });
    return this.plain(this.lookup(name), start);
  }

  private plain(found: VariableValue | undefined, start: number): string {
    if (found?.known) return found.value;
    this.complete = false;
    return this.raw.slice(start, this.position);
  }

  private readBraced(start: number): string {
    const name = /^[A-Za-z_][A-Za-z0-9_]*|^[0-9@*#?!$-]/.exec(this.raw.slice(start + 2))?.[0];
    if (name === undefined) return this.badSubstitution(start);
    this.position = start + 2 + name.length;
    const operator = /^(?::[-+?]|[-+?]|##?|%%?|\/\/?|\})/.exec(this.raw.slice(this.position))?.[0];
    if (operator === undefined) return this.badSubstitution(start);
    this.position += operator.length;
    const use = { name, start, end: 0, guarded: /^:?[-+]$/.test(operator) };
    const slot = this.uses.push(use) - 1;
    const finish = (): void => {
      this.uses[slot] = { ...use, end: this.position };
    };
    const found = this.lookup(name);
    if (operator === '}') {
      finish();
      return this.plain(found, start);
    }
    const completeBefore = this.complete;
    const operand = this.readUntil('}');
    let replacement: string | undefined;
    let pattern = operand;
    if (operator.startsWith('/')) {
      const slash = operand.indexOf('/');
      pattern = slash < 0 ? operand : operand.slice(0, slash);
      replacement = slash < 0 ? '' : operand.slice(slash + 1);
    }
    if (this.raw[this.position] !== '}') return this.badSubstitution(start);
    this.position++;
    finish();
    const operandComplete = this.complete;
    const value = applyModifier(operator, found, pattern, replacement);
    if (value === undefined) {
      this.complete = false;
      return this.raw.slice(start, this.position);
    }
    // A default that was not used can't make the result unknown.
    this.complete = value.usedOperand ? operandComplete : completeBefore;
    return value.text;
  }

  private badSubstitution(start: number): string {
    this.error = 'bad-substitution';
    this.complete = false;
    const rest = this.raw.slice(start);
    this.position = this.raw.length;
    return rest;
  }
}

/** Undefined when the result can't be known. */
function applyModifier(
  operator: string,
  found: VariableValue | undefined,
  operand: string,
  replacement: string | undefined,
): { text: string; usedOperand: boolean } | undefined {
  // Declared without a known value: whether it is set at all is for the build to say.
  if (found && !found.known) return undefined;
  const value = found?.value;
  const treatEmptyAsUnset = operator.startsWith(':');
  const isSet = value !== undefined && (!treatEmptyAsUnset || value !== '');
  switch (operator) {
    case ':-':
    case '-':
      return isSet ? { text: value, usedOperand: false } : { text: operand, usedOperand: true };
    case ':+':
    case '+':
      return isSet ? { text: operand, usedOperand: true } : { text: '', usedOperand: false };
    case ':?':
    case '?':
      return isSet ? { text: value, usedOperand: false } : undefined;
    default:
      return value === undefined
        ? undefined
        : { text: trim(value, operator, operand, replacement), usedOperand: true };
  }
}

/** `#`, `##`, `%`, `%%`, `/` and `//` with shell patterns. */
function trim(value: string, operator: string, pattern: string, replacement: string | undefined): string {
  const matches = shellPattern(pattern);
  const lengths = Array.from({ length: value.length + 1 }, (_, i) => i);
  if (operator === '#' || operator === '##') {
    const hit = (operator === '#' ? lengths : lengths.reverse()).find((n) => matches(value.slice(0, n)));
    return hit === undefined ? value : value.slice(hit);
  }
  if (operator === '%' || operator === '%%') {
    const hit = (operator === '%' ? lengths : lengths.reverse()).find((n) =>
      matches(value.slice(value.length - n)),
    );
    return hit === undefined ? value : value.slice(0, value.length - hit);
  }
  let result = '';
  let position = 0;
  let replaced = false;
  while (position < value.length) {
    let hit = -1;
    if (!replaced || operator === '//')
      for (let end = value.length; end > position; end--)
        if (matches(value.slice(position, end))) {
          hit = end;
          break;
        }
    if (hit < 0) result += value[position++]!;
    else {
      result += replacement ?? '';
      position = hit;
      replaced = true;
    }
  }
  return result;
}

function shellPattern(pattern: string): (text: string) => boolean {
  if (!/[*?[\]\\]/.test(pattern)) return (text) => text === pattern;
  // `*` crosses slashes in a shell pattern; picomatch treats them as path separators, so they are hidden from it.
  const hide = (text: string): string => text.replace(/\//g, '\u0001');
  const isMatch = picomatch(hide(pattern), { dot: true, nobrace: true, noextglob: true, noglobstar: true });
  return (text) => (text === '' ? /^\**$/.test(pattern) : isMatch(hide(text)));
}
