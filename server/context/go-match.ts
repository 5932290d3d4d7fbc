/**
 * Go's `filepath.Match`, the glob language of COPY and ADD sources and the base of .dockerignore's: `*` and `?`
 * stop at `/`, `[a-z]` and `[^a-z]` are classes, `\` quotes the next character, and the pattern must match the
 * whole path. There is no `{a,b}` and no `**`.
 */

import { compileGoRegexp } from './go-regexp.ts';

const patternCharacters = /[*?[\\]/;

/** Does the builder read this source as a pattern rather than as a plain path? */
export function isGoPattern(source: string): boolean {
  return patternCharacters.test(source);
}

/** The part of a pattern before its first wildcard, cut back to whole folders: `a/b*` gives `a`, `*` gives ''. */
export function literalFolder(pattern: string): string {
  const wildcard = pattern.search(patternCharacters);
  if (wildcard < 0) return pattern;
  const slash = pattern.lastIndexOf('/', wildcard);
  return slash < 0 ? '' : pattern.slice(0, slash);
}

/** Compiles a pattern; undefined when Go would call it malformed (an unclosed class, a trailing `\`). */
export function compileGoPattern(pattern: string): ((path: string) => boolean) | undefined {
  const characters = [...pattern];
  let source = '^';
  let position = 0;
  while (position < characters.length) {
    const character = characters[position]!;
    position += 1;
    if (character === '*') source += '[^/]*';
    else if (character === '?') source += '[^/]';
    else if (character === '[') {
      const parsed = readClass(characters, position);
      if (parsed === undefined) return undefined;
      source += parsed.source;
      position = parsed.end;
    } else if (character === '\\') {
      const quoted = characters[position];
      if (quoted === undefined) return undefined;
      source += escape(quoted);
      position += 1;
    } else source += escape(character);
  }
  // An empty class is the one thing here that the two kinds of regular expressions do not share.
  if (characters.filter((character) => character === '*').length > 2 && !/\[\^?\]/.test(source))
    return compileGoRegexp(source + '$');
  const expression = new RegExp(source + '$', 'su');
  return (path) => expression.test(path);
}

/** Reads a character class whose `[` stands before `start`. `end` is the position behind its `]`. */
function readClass(
  characters: readonly string[],
  start: number,
): { readonly source: string; readonly end: number } | undefined {
  let position = start;
  const negated = characters[position] === '^';
  if (negated) position += 1;
  const ranges: string[] = [];
  for (let count = 0; ; count += 1) {
    if (characters[position] === ']' && count > 0) break;
    const low = readClassCharacter(characters, position);
    if (low === undefined) return undefined;
    position = low.end;
    if (characters[position] !== '-') {
      ranges.push(escapeInClass(low.character));
      continue;
    }
    const high = readClassCharacter(characters, position + 1);
    if (high === undefined) return undefined;
    position = high.end;
    // Go lets an empty range such as [z-a] stand: it matches nothing.
    if (low.character.codePointAt(0)! <= high.character.codePointAt(0)!)
      ranges.push(`${escapeInClass(low.character)}-${escapeInClass(high.character)}`);
  }
  const body = ranges.join('');
  // A class is the one term of Go's that may match the separator, if it names it.
  return { source: negated ? `[^${body}]` : `[${body}]`, end: position + 1 };
}

function readClassCharacter(
  characters: readonly string[],
  start: number,
): { readonly character: string; readonly end: number } | undefined {
  const first = characters[start];
  if (first === undefined || first === '-' || first === ']') return undefined;
  if (first !== '\\') return { character: first, end: start + 1 };
  const quoted = characters[start + 1];
  return quoted === undefined ? undefined : { character: quoted, end: start + 2 };
}

/** Quotes a character for a regular expression with the `u` flag, outside of a class. */
function escape(character: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
}

function escapeInClass(character: string): string {
  return /[\\^\]-]/.test(character) || character === '[' ? `\\${character}` : character;
}
