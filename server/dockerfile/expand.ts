/**
 * Word expansion as the builder does it (BuildKit frontend/dockerfile/shell/lex.go): quotes, the escape
 * character and variables with their modifiers.
 */
import type { VariableValue } from './model.ts';
import { applyPattern } from './shell-pattern.ts';

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

/** Every variable as set to something only the build knows: it stays as written. */
const opaque: Lookup = () => ({ known: false });

/**
 * Characters that variables may bring into one word; more counts as unknown. Values that double at every ENV
 * would fill the memory otherwise.
 */
const maximumSubstituted = 65_536;
/** Levels of `${a:-${b:-…}}` that are followed. */
const maximumDepth = 50;

/** Removes quotes and escapes and leaves variables as written. */
export function unquote(raw: string, escape: string): string {
  return expandWord(raw, opaque, escape).value;
}

/** Expands one raw word. Never throws; what is malformed is taken literally and reported in `error`. */
export function expandWord(raw: string, lookup: Lookup, escape: string): Expansion {
  const reader = new WordReader(raw, lookup, escape);
  const value = reader.readUntil('', false);
  return { value, complete: reader.complete, variables: reader.uses, error: reader.error };
}

/**
 * Expands text as the builder does in the body of a COPY heredoc: quotes mean nothing there, and the escape character
 * always is the backslash.
 */
export function expandText(raw: string, lookup: Lookup): Expansion {
  const reader = new WordReader(raw, lookup, '\\', false);
  const value = reader.readUntil('', false);
  return { value, complete: reader.complete, variables: reader.uses, error: reader.error };
}

/** Digits, a special parameter, or a name. */
const namePattern = /[0-9]+|[@*#?$!-]|[\p{L}_][\p{L}\p{Nd}_]*/uy;

class WordReader {
  private position = 0;
  private substituted = 0;
  private depth = 0;
  complete = true;
  error: Expansion['error'];
  readonly uses: VariableUse[] = [];

  constructor(
    private readonly raw: string,
    private readonly lookup: Lookup,
    private readonly escape: string,
    private readonly quotes = true,
  ) {}

  /** Reads to an unquoted `stop` (not consumed) or to the end. `keepEscapes`: for patterns, which have escapes of their own. */
  readUntil(stop: string, keepEscapes: boolean): string {
    let value = '';
    while (this.position < this.raw.length) {
      const char = this.raw[this.position]!;
      if (char === stop) break;
      if (char === "'" && this.quotes) value += this.readSingleQuoted();
      else if (char === '"' && this.quotes) value += this.readDoubleQuoted();
      else if (char === '$') value += this.readVariable();
      else if (char === this.escape) {
        // An escape character at the very end escapes nothing and is dropped.
        value += (keepEscapes ? char : '') + (this.raw[this.position + 1] ?? '');
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
    this.error ??= 'unterminated-quote';
    const value = this.raw.slice(this.position);
    this.position = this.raw.length;
    return value;
  }

  private readName(at: number): string | undefined {
    namePattern.lastIndex = at;
    return namePattern.exec(this.raw)?.[0];
  }

  private readVariable(): string {
    const start = this.position;
    if (this.raw[start + 1] === '{') return this.readBraced(start);
    const name = this.readName(start + 1);
    if (name === undefined) {
      this.position++;
      return '$';
    }
    this.position = start + 1 + name.length;
    this.uses.push({ name, start, end: this.position, guarded: false });
    return this.plain(this.lookup(name), start);
  }

  private plain(found: VariableValue | undefined, start: number): string {
    return this.substitute(found?.known ? found.value : undefined, start);
  }

  /** The text that stands for what was read since `start`; undefined when it can't be known. */
  private substitute(text: string | undefined, start: number): string {
    if (text !== undefined) {
      this.substituted += text.length;
      if (this.substituted <= maximumSubstituted) return text;
    }
    this.complete = false;
    return this.raw.slice(start, this.position);
  }

  private readBraced(start: number): string {
    const name = this.readName(start + 2);
    if (name === undefined || this.depth >= maximumDepth) return this.badSubstitution(start);
    this.position = start + 2 + name.length;
    const operator = this.readOperator();
    if (operator === undefined) return this.badSubstitution(start);
    const use = { name, start, end: 0, guarded: /^:?[-+]$/.test(operator) };
    const slot = this.uses.push(use) - 1;
    const found = this.lookup(name);
    const completeBefore = this.complete;
    this.depth++;
    const operands = this.readOperands(operator);
    this.depth--;
    if (!operands) return this.badSubstitution(start);
    this.uses[slot] = { ...use, end: this.position };
    if (operator === '}') return this.plain(found, start);
    const operandComplete = this.complete;
    const result = applyModifier(operator, found, operands.first, operands.second);
    // A default that was not used can't make the result unknown.
    this.complete = result?.usedOperand === false ? completeBefore : operandComplete;
    return this.substitute(result?.text, start);
  }

  private readOperator(): string | undefined {
    const first = this.raw[this.position];
    if (first === undefined) return undefined;
    const second = this.raw[this.position + 1] ?? '';
    let operator: string | undefined;
    if (first === ':') operator = '-+?'.includes(second) && second !== '' ? first + second : undefined;
    else if ('#%/'.includes(first)) operator = second === first ? first + second : first;
    else if ('}-+?'.includes(first)) operator = first;
    this.position += operator?.length ?? 0;
    return operator;
  }

  /** What stands between the operator and the closing brace (consumed); undefined when that is missing. */
  private readOperands(operator: string): { first: string; second: string } | undefined {
    if (operator === '}') return { first: '', second: '' };
    const isPattern = '#%/'.includes(operator[0]!);
    const first = this.readUntil(operator.startsWith('/') ? '/' : '}', isPattern);
    let second = '';
    if (operator.startsWith('/')) {
      if (this.raw[this.position] !== '/') return undefined;
      this.position++;
      second = this.readUntil('}', true);
    }
    if (this.raw[this.position] !== '}') return undefined;
    this.position++;
    return { first, second };
  }

  private badSubstitution(start: number): string {
    this.error ??= 'bad-substitution';
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
  replacement: string,
): { text: string; usedOperand: boolean } | undefined {
  // Set, to what only the build knows.
  if (found && !found.known && !found.unset) return undefined;
  const value = found?.known ? found.value : undefined;
  const isSet = value !== undefined && (!operator.startsWith(':') || value !== '');
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
    default: {
      const text = value === undefined ? undefined : applyPattern(value, operator, operand, replacement);
      return text === undefined ? undefined : { text, usedOperand: true };
    }
  }
}
