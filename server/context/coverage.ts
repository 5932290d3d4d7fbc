/** What a .dockerignore pattern takes out of a context. */
import { parseDockerignore } from './dockerignore.ts';
import type { ContextEntry, ContextFacts } from './facts.ts';

const cache = new WeakMap<ContextFacts, Map<string, readonly ContextEntry[]>>();

/**
 * The entries that the pattern alone excludes, each folder once and not what is below it; whether another
 * pattern excludes them already does not count. Remembered as long as the facts live.
 */
export function coveredBy(context: ContextFacts, pattern: string): readonly ContextEntry[] {
  let patterns = cache.get(context);
  if (patterns === undefined) cache.set(context, (patterns = new Map<string, readonly ContextEntry[]>()));
  let covered = patterns.get(pattern);
  if (covered === undefined) patterns.set(pattern, (covered = findCovered(context, pattern)));
  return covered;
}

function findCovered(context: ContextFacts, pattern: string): readonly ContextEntry[] {
  const [compiled] = parseDockerignore(pattern).patterns;
  if (compiled === undefined) return [];
  const folders = new Set<string>();
  return context.entries.filter((entry) => {
    // Entries are sorted, so that a folder comes before what is below it.
    const slash = entry.path.lastIndexOf('/');
    const inside = slash >= 0 && folders.has(entry.path.slice(0, slash));
    const matches = !inside && compiled.matches(entry.path);
    if ((inside || matches) && entry.type === 'directory') folders.add(entry.path);
    return matches;
  });
}
