/**
 * Patterns of `${name#pattern}` and its kin. The builder knows `*`, `?` and escapes, and no bracket expressions
 * (BuildKit frontend/dockerfile/shell/lex.go, convertShellPatternToRegex).
 */

type Token = 'star' | 'any' | { readonly char: string };

/** Steps (pattern characters times value characters) after which a match is given up: about ten milliseconds. */
const maximumSteps = 4_000_000;

/**
 * The value after a pattern modifier: `#` and `##` cut the shortest and longest match at the start, `%` and `%%`
 * at the end, `/` and `//` replace the first match or all. Undefined for a pattern that the builder refuses and
 * for one that costs too much.
 */
export function applyPattern(
  value: string,
  operator: string,
  pattern: string,
  replacement: string,
): string | undefined {
  const tokens = readPattern(pattern);
  const chars = Array.from(value);
  if (!tokens || tokens.length * chars.length > maximumSteps) return undefined;
  if (operator === '#' || operator === '##') {
    const end = matchEnds(tokens, chars, operator === '##')[0]!;
    return end < 0 ? value : chars.slice(end).join('');
  }
  if (operator === '%' || operator === '%%') {
    // The match that ends the value is the match that starts the reversed one.
    const length = matchEnds(tokens.toReversed(), chars.toReversed(), operator === '%%')[0]!;
    return length < 0 ? value : chars.slice(0, chars.length - length).join('');
  }
  return replace(chars, matchEnds(tokens, chars, true), replacement, operator === '//');
}

function replace(chars: string[], ends: Int32Array, replacement: string, all: boolean): string | undefined {
  let result = '';
  let position = 0;
  for (let replaced = false; position < chars.length;) {
    const end = replaced && !all ? -1 : ends[position]!;
    // An empty match has no length to go on by; nobody writes it on purpose.
    if (end === position) return undefined;
    if (end < 0) result += chars[position++]!;
    else {
      result += replacement;
      position = end;
      replaced = true;
    }
  }
  return result;
}

function readPattern(pattern: string): Token[] | undefined {
  const tokens: Token[] = [];
  const chars = Array.from(pattern);
  for (let i = 0; i < chars.length; i++) {
    const char = chars[i]!;
    if (char === '*') tokens.push('star');
    else if (char === '?') tokens.push('any');
    else if (char !== '\\') tokens.push({ char });
    else {
      const next = chars[++i];
      if (next === undefined || !'*?\\}/'.includes(next)) return undefined;
      tokens.push({ char: next });
    }
  }
  return tokens;
}

/** For each position the end of the longest (or shortest) match that begins there, -1 where none does. */
function matchEnds(tokens: readonly Token[], chars: readonly string[], longest: boolean): Int32Array {
  const count = chars.length;
  let next = Int32Array.from({ length: count + 1 }, (_, i) => i);
  for (let t = tokens.length - 1; t >= 0; t--) {
    const token = tokens[t]!;
    const row = new Int32Array(count + 1).fill(-1);
    for (let i = count; i >= 0; i--) {
      if (token === 'star') row[i] = better(next[i]!, i < count ? row[i + 1]! : -1, longest);
      else if (i < count && (token === 'any' || token.char === chars[i])) row[i] = next[i + 1]!;
    }
    next = row;
  }
  return next;
}

function better(a: number, b: number, longest: boolean): number {
  if (a < 0 || b < 0) return Math.max(a, b);
  return longest ? Math.max(a, b) : Math.min(a, b);
}
