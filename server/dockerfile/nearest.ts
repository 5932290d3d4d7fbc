import { distance } from 'fastest-levenshtein';

/** The candidate closest to `word` in spelling, if it is close enough to be what was meant. Case does not count. */
export function nearestName(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  // One slip for short names, two for longer ones, so that `RUM` is RUN but `FOO` is nothing.
  const limit = wanted.length <= 4 ? 1 : 2;
  let best: string | undefined;
  let bestSlips = limit + 1;
  for (const candidate of candidates) {
    const slips = slipsBetween(wanted, candidate.toLowerCase());
    if (slips < bestSlips) {
      best = candidate;
      bestSlips = slips;
    }
  }
  return best;
}

/** The edit distance, where two neighbours that changed places (`FORM`, `COYP`) are one slip and not two. */
function slipsBetween(a: string, b: string): number {
  return isSwap(a, b) ? 1 : distance(a, b);
}

function isSwap(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let first = 0;
  while (first < a.length && a[first] === b[first]) first++;
  return (
    first < a.length - 1 &&
    a[first] === b[first + 1] &&
    a[first + 1] === b[first] &&
    a.slice(first + 2) === b.slice(first + 2)
  );
}
