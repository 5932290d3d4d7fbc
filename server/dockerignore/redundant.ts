/** Lines of a .dockerignore file that do nothing whatever the context holds, because of other lines. */
import type { IgnorePattern } from '../context/dockerignore.ts';
import { isGoPattern } from '../context/go-match.ts';

export interface Redundant {
  readonly pattern: IgnorePattern;
  readonly kind: 'duplicate' | 'covered' | 'overruled' | 'nothing-before';
  /** The line that makes it so. */
  readonly by: IgnorePattern | undefined;
}

export function redundantLines(patterns: readonly IgnorePattern[]): readonly Redundant[] {
  return patterns.flatMap((pattern, i) => {
    const found = redundancy(pattern, patterns.slice(0, i), patterns.slice(i + 1));
    return found === undefined ? [] : [{ pattern, ...found }];
  });
}

function redundancy(
  pattern: IgnorePattern,
  before: readonly IgnorePattern[],
  after: readonly IgnorePattern[],
): Pick<Redundant, 'kind' | 'by'> | undefined {
  if (pattern.negated && before.every(({ negated }) => negated))
    return { kind: 'nothing-before', by: undefined };
  const at = after.findIndex((other) => other.negated !== pattern.negated && matchesAll(other, pattern));
  // A line that is overruled may still make others be asked: not where it stands alone with the one that overrules it.
  const rivals = [...before, ...after.slice(0, Math.max(at, 0))].filter(
    ({ negated }) => negated === pattern.negated,
  );
  if (at >= 0 && rivals.length === 0) return { kind: 'overruled', by: after[at] };
  // Between the two nothing may say the opposite.
  const opposite = before.findLastIndex(({ negated }) => negated !== pattern.negated);
  const same = before.slice(opposite + 1);
  const twin = same.find((other) => other.pattern === pattern.pattern);
  if (twin) return { kind: 'duplicate', by: twin };
  const wider = same.find((other) => matchesAll(other, pattern));
  if (wider) return { kind: 'covered', by: wider };
  // A pattern is not asked about a folder whose fate it would not change, and then hands nothing down: only where
  // nothing was taken back before is what lies in an excluded folder excluded for sure.
  const above =
    before.every(({ negated }) => !negated) && before.find((other) => matchesAbove(other, pattern));
  return above && !pattern.negated ? { kind: 'covered', by: above } : undefined;
}

/** Does the wider pattern itself match every path that the other one matches? */
function matchesAll(wider: IgnorePattern, other: IgnorePattern): boolean {
  if (wider.pattern === '**' || wider.pattern === other.pattern) return true;
  if (wider.pattern === `**/${other.pattern}`) return true;
  return !isGoPattern(other.pattern) && wider.matches(other.pattern);
}

/** Does it match a folder that everything lies in which the other one can match? */
function matchesAbove(wider: IgnorePattern, other: IgnorePattern): boolean {
  const parts = other.pattern.split('/');
  const wild = parts.findIndex((part) => isGoPattern(part));
  const folders = parts.slice(0, wild < 0 ? -1 : wild);
  // `*` takes every folder at the top.
  if (wider.pattern === '*') return parts.length > 1 && parts[0] !== '..' && !parts[0]!.includes('**');
  return folders.some((_, i) => wider.matches(folders.slice(0, i + 1).join('/')));
}
