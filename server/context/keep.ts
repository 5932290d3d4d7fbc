/** Guards what a proposed pattern must not take away. */
import type { Candidate, CandidateFacts } from './candidates.ts';
import { parseDockerignore } from './dockerignore.ts';
import type { IgnorePattern } from './dockerignore.ts';
import type { Needed } from './needed.ts';

/**
 * Reasons for which a mention by the program does not count: node_modules, dist and .git are made anew in the
 * image or of no use there, and a program that reads .env gets its settings from outside.
 */
const firmReasons: ReadonlySet<Candidate['reason']> = new Set([
  'dependencies', 'build output', 'version control', 'secret',
]); // prettier-ignore

/** Does the candidate, with its exceptions, leave every needed path in the context? */
export function keepsNeeded(facts: CandidateFacts, candidate: Candidate, needed: Needed): boolean {
  const matcher = parseDockerignore([candidate.pattern, ...candidate.exceptions].join('\n'));
  const before = (path: string): boolean => facts.context.isIgnored(path);
  // A key that the program opens by its name may be its own, unlike settings.
  const isKey = candidate.reason === 'secret' && !candidate.pattern.endsWith('.env*');
  const paths =
    firmReasons.has(candidate.reason) && !isKey ? needed.always : [...needed.always, ...needed.perhaps];
  return paths.every((path) => !matcher.ignores(path) || before(path));
}

/**
 * Did the user take this path, or something below it, back on purpose? A `!` pattern for a parent folder is no
 * word about what lies in it.
 */
export function isReincluded(path: string, patterns: readonly IgnorePattern[]): boolean {
  return patterns.some(
    (pattern) => pattern.negated && (pattern.matches(path) || pattern.pattern.startsWith(`${path}/`)),
  );
}
