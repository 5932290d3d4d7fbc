/**
 * One pattern of a .dockerignore file as the builder's matcher (moby/patternmatcher) reads it: plain text is
 * compared as text, `**` at one end makes an ending or a beginning, and everything else becomes a regular expression
 * in which only `.`, `+`, `(`, `)` and `$` are quoted.
 */
import { Recent } from '../recent.ts';
import { compileGoRegexp } from './go-regexp.ts';

export type IgnoreTest = (path: string) => boolean;

/**
 * The test for a cleaned pattern (`/` between its segments, none at the start); undefined when the builder can't
 * compile it. Paths are relative to the context.
 */
export function compileIgnorePattern(pattern: string): IgnoreTest | undefined {
  return compiled.get(pattern, () => compile(pattern));
}

/** Patterns that are kept compiled: more than the largest .dockerignore that is written here; the same come again and again. */
const keptPatterns = 300;
/** In UTF-16 units, all together. */
const keptLength = 30_000;
const compiled = new Recent<string, IgnoreTest | undefined>(keptPatterns, keptLength, ({ length }) => length);

function compile(pattern: string): IgnoreTest | undefined {
  const { type, source } = translate(pattern);
  switch (type) {
    case 'exact':
      return (path) => path === pattern;
    case 'prefix': {
      const prefix = pattern.slice(0, -2);
      return (path) => path.startsWith(prefix);
    }
    case 'suffix': {
      const suffix = pattern.slice(2);
      const whole = suffix.startsWith('/') ? suffix.slice(1) : undefined;
      return (path) => path.endsWith(suffix) || path === whole;
    }
    case 'expression':
      return compileGoRegexp(`${source}$`);
  }
}

type PatternType = 'exact' | 'prefix' | 'suffix' | 'expression';

/** The kind of comparison and, for an expression, Go's regular expression without the `$` at its end. */
function translate(pattern: string): { readonly type: PatternType; readonly source: string } {
  // The builder's scanner skips a byte order mark.
  const characters = [...pattern.replace(/^\uFEFF/, '')];
  let type: PatternType = 'exact';
  let source = '^';
  let position = 0;
  let first = true;
  while (position < characters.length) {
    const character = characters[position]!;
    position += 1;
    if (character === '*' && characters[position] === '*') {
      position += 1;
      if (characters[position] === '/') position += 1;
      if (position < characters.length) {
        source += '(.*/)?';
        type = 'expression';
      } else if (type === 'exact') type = 'prefix';
      else {
        source += '.*';
        type = 'expression';
      }
      if (first) type = 'suffix';
    } else if (character === '*' || character === '?') {
      source += character === '*' ? '[^/]*' : '[^/]';
      type = 'expression';
    } else if ('.+()$'.includes(character)) source += `\\${character}`;
    else if (character === '\\') {
      source += `\\${characters[position] ?? ''}`;
      if (position < characters.length) type = 'expression';
      position += 1;
    } else {
      source += character;
      if (character === '[' || character === ']') type = 'expression';
    }
    first = false;
  }
  return { type, source };
}

/**
 * Could the pattern match something below a folder? Errs on the side of yes: only plain segments and those with
 * nothing but `*` and `?` are compared.
 */
export function compileBelowTest(pattern: string): IgnoreTest {
  // Of any other regular expression nobody says where a folder ends.
  if (/[[\]\\|^{}]/.test(pattern)) return () => true;
  const parts = pattern.split('/');
  const open = parts.findIndex((part) => part.includes('**'));
  const tests = (open < 0 ? parts : parts.slice(0, open)).map((part) => compileIgnorePattern(part));
  return (directory) => {
    const segments = directory.split('/');
    if (!segments.slice(0, tests.length).every((segment, i) => tests[i]?.(segment) !== false)) return false;
    return open >= 0 || segments.length < parts.length;
  };
}
