/**
 * .dockerignore as BuildKit reads it. The patterns are compiled by @balena/dockerignore; this wrapper mends
 * where it differs from BuildKit: case counts, regular expression characters are plain ones, `**.log` matches
 * any ending, a malformed pattern does not throw, and what a parent folder matched is handed down as the
 * builder's walk does it. Patterns anchor at the context: `node_modules` is the one at the top only.
 */
import ignore from '@balena/dockerignore';
import { compileGoPattern, isGoPattern } from './go-match.ts';

export interface IgnorePattern {
  /** 0-based line of the file. */
  readonly line: number;
  /** The line as written, trimmed. */
  readonly text: string;
  /** Cleaned and relative to the context, without `!`. */
  readonly pattern: string;
  /** `!`: takes back what earlier lines excluded. */
  readonly negated: boolean;
  /** Does the pattern match this very path (not: a parent of it)? */
  matches(path: string): boolean;
}

export interface DockerignoreMatcher {
  readonly patterns: readonly IgnorePattern[];
  /** Lines that the builder would refuse; they have no effect here. */
  readonly invalid: readonly { readonly line: number; readonly text: string }[];
  /** Is this path (relative to the context, with `/`) kept from the builder? The context itself ('') never is. */
  ignores(path: string): boolean;
  /** Could a `!` pattern let through something below this ignored folder? */
  mayReincludeBelow(directory: string): boolean;
}

const byteOrderMark = '\uFEFF';

/** Reads a .dockerignore file. Never throws. */
export function parseDockerignore(text: string): DockerignoreMatcher {
  const patterns: IgnorePattern[] = [];
  const invalid: { line: number; text: string }[] = [];
  const lines = (text.startsWith(byteOrderMark) ? text.slice(1) : text).split('\n');
  lines.forEach((raw, line) => {
    // A comment is recognised before white space is cut: ` # x` is a pattern.
    const trimmed = raw.trim();
    if (raw.startsWith('#') || trimmed === '') return;
    const negated = trimmed.startsWith('!');
    const pattern = cleanPattern(negated ? trimmed.slice(1).trim() : trimmed);
    const matches = pattern === undefined ? undefined : compile(pattern);
    if (pattern === undefined || matches === undefined) invalid.push({ line, text: trimmed });
    else patterns.push({ line, text: trimmed, pattern, negated, matches });
  });
  return createMatcher(patterns, invalid);
}

/** A path as a pattern that matches only it. Characters that a line of the file can't hold become `?`. */
export function literalPattern(path: string): string {
  return path
    .replace(/[*?[\\]/g, '\\$&')
    .replace(/[\r\n]|^\s|\s$/g, '?')
    .replace(/^(?=[!#])/, '\\');
}

function createMatcher(
  patterns: readonly IgnorePattern[],
  invalid: DockerignoreMatcher['invalid'],
): DockerignoreMatcher {
  const negated = patterns.filter((pattern) => pattern.negated);
  /** Which patterns a folder, or a parent of it, matched: the builder's walk carries this down. */
  const folders = new Map<string, readonly boolean[]>();

  function judge(path: string): { readonly ignored: boolean; readonly matched: readonly boolean[] } {
    const slash = path.lastIndexOf('/');
    const parent = slash < 0 ? undefined : matchedBy(path.slice(0, slash));
    let ignored = false;
    const matched = patterns.map((pattern, i) => {
      let match = parent?.[i] ?? false;
      // A pattern that could not change the outcome is not asked, and then counts as unmatched below, too.
      if (!match && pattern.negated === ignored) match = pattern.matches(path);
      if (match) ignored = !pattern.negated;
      return match;
    });
    return { ignored, matched };
  }

  function matchedBy(folder: string): readonly boolean[] {
    const known = folders.get(folder);
    if (known !== undefined) return known;
    const { matched } = judge(folder);
    folders.set(folder, matched);
    return matched;
  }

  return {
    patterns,
    invalid,
    ignores(path) {
      const clean = path.replace(/^\/+|\/+$/g, '');
      return clean !== '' && clean !== '.' && judge(clean).ignored;
    },
    mayReincludeBelow: (directory) => negated.some(({ pattern }) => mayMatchBelow(pattern, directory)),
  };
}

/** Could the pattern match something inside the folder? Errs on the side of yes. */
function mayMatchBelow(pattern: string, directory: string): boolean {
  const patternSegments = pattern.split('/');
  const segments = directory.split('/');
  for (const [i, segment] of segments.entries()) {
    const part = patternSegments[i];
    if (part === undefined) return false;
    if (part.includes('**')) return true;
    if (isGoPattern(part) ? compileGoPattern(part)?.(segment) === false : part !== segment) return false;
  }
  return patternSegments.length > segments.length;
}

/**
 * Go's `filepath.Clean` and the removal of one leading `/`. Undefined for what the builder refuses: a lone `!`
 * or a malformed pattern.
 */
function cleanPattern(written: string): string | undefined {
  if (written === '') return undefined;
  const rooted = written.startsWith('/');
  const segments: string[] = [];
  for (const segment of written.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..' && segments.length > 0 && segments.at(-1) !== '..') segments.pop();
    else if (segment !== '..' || !rooted) segments.push(segment);
  }
  const cleaned = segments.join('/');
  // `.` and `/` are accepted and match nothing.
  return cleaned === '' ? '.' : compileGoPattern(cleaned) === undefined ? undefined : cleaned;
}

/** The test for one cleaned pattern; undefined when it can't be compiled. */
function compile(pattern: string): ((path: string) => boolean) | undefined {
  const body = pattern.replace(/^\*\*|\*\*$/g, '');
  if (!isGoPattern(body)) {
    // BuildKit compares these as text, which makes `**.log` an ending and `tmp**` a beginning.
    if (pattern === '**') return () => true;
    if (pattern.startsWith('**') && !pattern.endsWith('**'))
      return (path) => path.endsWith(body) || (body.startsWith('/') && path === body.slice(1));
    if (!pattern.startsWith('**')) {
      return pattern.endsWith('**') ? (path) => path.startsWith(body) : (path) => path === pattern;
    }
  }
  // The library remembers answers in a plain object, where a file called `constructor` seems to be answered
  // already. Below a folder no path can be mistaken for a property.
  const anchor = '-/';
  try {
    const compiled = ignore({ ignorecase: false }).add(anchor + quoteForLibrary(pattern));
    compiled.ignores(`${anchor}probe`);
    return (path) => compiled.ignores(anchor + path);
  } catch {
    // A class that regular expressions do not have, such as [z-a]: BuildKit fails on it, too.
    return undefined;
  }
}

/**
 * The library hands a pattern's characters to a regular expression as they are; BuildKit quotes those that mean
 * nothing in a glob. Classes rather than `\` quote them on every platform. `?` is one character, not one half
 * of a surrogate pair.
 */
function quoteForLibrary(pattern: string): string {
  let result = '';
  let inClass = false;
  for (let i = 0; i < pattern.length; i += 1) {
    const character = pattern[i]!;
    if (character === '\\') {
      result += character + (pattern[i + 1] ?? '');
      i += 1;
    } else if (inClass) {
      inClass = character !== ']';
      result += character;
    } else if (character === '[') {
      inClass = true;
      result += character;
    } else if ('()+|{}'.includes(character)) result += `[${character}]`;
    else if (character === '?') result += '([\uD800-\uDBFF][\uDC00-\uDFFF]|[^/])';
    else result += character;
  }
  return result;
}
