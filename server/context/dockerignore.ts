/**
 * .dockerignore as BuildKit reads it: its reader (moby/patternmatcher/ignorefile) makes patterns of the lines, its
 * matcher cleans them once more, and its walk (tonistiigi/fsutil) hands what a folder matched down to what is below
 * it and leaves ignored folders out in which it expects nothing. Patterns anchor at the context: `node_modules` is
 * the one at the top only. The Dockerfile and the .dockerignore file itself are files like any other: the builder
 * reads them separately and lets a pattern keep them from the image.
 */
import { compileGoPattern } from './go-match.ts';
import { compileBelowTest, compileIgnorePattern } from './ignore-pattern.ts';
import type { IgnoreTest } from './ignore-pattern.ts';

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

/** Which patterns a folder, or a parent of it, matched, by index: the builder's walk carries this down. */
export type MatchedPatterns = readonly boolean[];

export interface DockerignoreMatcher {
  readonly patterns: readonly IgnorePattern[];
  /** Lines that the builder refuses: a build ends there. They have no effect here. */
  readonly invalid: readonly { readonly line: number; readonly text: string }[];
  /** Is this path (relative to the context, with `/`) kept from the builder? The context itself ('') never is. */
  ignores(path: string): boolean;
  /** Could a `!` pattern let through something below this ignored folder? */
  mayReincludeBelow(directory: string): boolean;
  /**
   * For a walk that comes from above: the judge of what lies directly in a folder. `matched` is what `handedDown`
   * gave for the folder, undefined at the top (''). The judge answers with the index of the pattern that keeps a
   * path out, or undefined when it reaches the builder.
   */
  judgeIn(folder: string, matched: MatchedPatterns | undefined): (path: string) => number | undefined;
  /** What a folder hands down to what is in it. */
  handedDown(path: string, parent: MatchedPatterns | undefined): MatchedPatterns;
}

const byteOrderMark = '\uFEFF';
/** Go's bufio.Scanner gives up on longer lines. In bytes. */
const maximumLine = 64 * 1024;

/** Reads a .dockerignore file. Never throws. */
export function parseDockerignore(text: string): DockerignoreMatcher {
  const patterns: IgnorePattern[] = [];
  const invalid: { line: number; text: string }[] = [];
  const lines = (text.startsWith(byteOrderMark) ? text.slice(1) : text).split('\n');
  lines.forEach((raw, line) => {
    const read = raw.length > maximumLine ? 'refused' : readLine(raw);
    if (read === undefined) return;
    const matches = read === 'refused' ? undefined : compileIgnorePattern(read.pattern);
    if (read === 'refused' || matches === undefined) invalid.push({ line, text: trim(raw) });
    else patterns.push({ line, text: trim(raw), ...read, matches });
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
  const belowTests: IgnoreTest[] = [];
  // Most matchers are never asked about folders.
  const isBelow = (i: number, directory: string): boolean =>
    (belowTests[i] ??= compileBelowTest(patterns[i]!.pattern))(directory);
  const builderEnters = entersIgnored(
    patterns.filter(({ negated }) => negated).map(({ pattern }) => pattern),
  );
  const folders = new Map<string, MatchedPatterns | 'skipped'>();

  /** Asks the patterns of these indices; calls back for each that matches. Returns the one that excludes in the end. */
  function judge(
    path: string,
    asked: readonly number[],
    parent: MatchedPatterns | undefined,
    found?: (index: number) => void,
  ): number | undefined {
    let by: number | undefined;
    for (const i of asked) {
      const pattern = patterns[i]!;
      let match = parent?.[i] ?? false;
      // A pattern that could not change the outcome is not asked, and then counts as unmatched below, too.
      if (!match && pattern.negated === (by !== undefined)) match = pattern.matches(path);
      if (!match) continue;
      found?.(i);
      by = pattern.negated ? undefined : (by ?? i);
    }
    return by;
  }

  const all = patterns.map((_, i) => i);

  function handedDown(path: string, parent: MatchedPatterns | undefined): MatchedPatterns {
    const result = new Array<boolean>(patterns.length).fill(false);
    judge(path, all, parent, (i) => (result[i] = true));
    return result;
  }

  const mayReincludeBelow = (directory: string): boolean =>
    builderEnters(directory) && patterns.some(({ negated }, i) => negated && isBelow(i, directory));

  /** What a folder hands down; `skipped` when the builder does not look into it. */
  function recall(folder: string): MatchedPatterns | 'skipped' {
    const known = folders.get(folder);
    if (known !== undefined) return known;
    const slash = folder.lastIndexOf('/');
    const parent = slash < 0 ? undefined : recall(folder.slice(0, slash));
    let result: MatchedPatterns | 'skipped' = 'skipped';
    if (parent !== 'skipped' && (judge(folder, all, parent) === undefined || builderEnters(folder)))
      result = handedDown(folder, parent);
    folders.set(folder, result);
    return result;
  }

  return {
    patterns,
    invalid,
    ignores(path) {
      const clean = path.replace(/^\/+|\/+$/g, '');
      if (clean === '' || clean === '.' || patterns.length === 0) return false;
      const slash = clean.lastIndexOf('/');
      const parent = slash < 0 ? undefined : recall(clean.slice(0, slash));
      return parent === 'skipped' || judge(clean, all, parent) !== undefined;
    },
    mayReincludeBelow,
    judgeIn(folder, matched) {
      const open = all.filter((i) => matched?.[i] !== true && (folder === '' || isBelow(i, folder)));
      if (open.length > 0) {
        const asked = all.filter((i) => matched?.[i] === true || open.includes(i));
        return (path) => judge(path, asked, matched);
      }
      // Most patterns name something at the top: below, nothing is left to ask.
      const by = judge(
        folder,
        all.filter((i) => matched?.[i] === true),
        matched,
      );
      return () => by;
    },
    handedDown,
  };
}

/**
 * Does the builder's walk look into an ignored folder? Only when a `!` pattern begins with it, or when one has a
 * wildcard elsewhere than at its end.
 */
function entersIgnored(negated: readonly string[]): IgnoreTest {
  const beginnings = negated.map((pattern) => pattern.replace(/\/\*\*$/, '').replace(/\/\*$/, ''));
  if (beginnings.some((beginning) => /[*[\]?^\\]/.test(beginning))) return () => true;
  return (directory) => beginnings.some((beginning) => `${beginning}/`.startsWith(`${directory}/`));
}

/** The pattern of a line; undefined for a comment or an empty one. */
function readLine(raw: string): { pattern: string; negated: boolean } | 'refused' | undefined {
  // A comment is recognised before white space is cut: ` # x` is a pattern.
  if (raw.startsWith('#')) return undefined;
  let pattern = trim(raw);
  if (pattern === '') return undefined;
  const inverted = pattern.startsWith('!');
  if (inverted) pattern = trim(pattern.slice(1));
  if (pattern !== '') pattern = clean(pattern);
  if (pattern.length > 1 && pattern.startsWith('/')) pattern = pattern.slice(1);
  // The matcher starts over with what the reader made of it: `/!a` has become `!a`, and means that.
  pattern = trim(inverted ? `!${pattern}` : pattern);
  if (pattern === '') return undefined;
  pattern = clean(pattern);
  const negated = pattern.startsWith('!');
  if (negated) pattern = pattern.slice(1);
  if (pattern === '' || compileGoPattern(pattern) === undefined) return 'refused';
  return { pattern, negated };
}

/** Go's white space: without the byte order mark, with the control character of a next line. */
function trim(text: string): string {
  return text.replace(
    /^[\t-\r \u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]+|[\t-\r \u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]+$/g,
    '',
  );
}

/** Go's `filepath.Clean`. */
function clean(path: string): string {
  const rooted = path.startsWith('/');
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..' && segments.length > 0 && segments.at(-1) !== '..') segments.pop();
    else if (segment !== '..' || !rooted) segments.push(segment);
  }
  return (rooted ? '/' : '') + segments.join('/') || '.';
}
