import { distance } from 'fastest-levenshtein';

/** The candidate closest to `word` in spelling, if it is close enough to be what was meant. Case does not count. */
export function nearestName(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  // One slip for short names, two for longer ones, so that `RUM` is RUN but `FOO` is nothing.
  const limit = wanted.length <= 4 ? 1 : 2;
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    const d = distance(wanted, candidate.toLowerCase());
    if (d < bestDistance) {
      best = candidate;
      bestDistance = d;
    }
  }
  return best;
}
