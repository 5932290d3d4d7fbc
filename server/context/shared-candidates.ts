/** What may be kept out of a context for every Dockerfile that is built with its .dockerignore. */
import type { DockerfileModel } from '../dockerfile/model.ts';
import { ignoreCandidates } from './candidates.ts';
import type { Candidate, CandidateFacts } from './candidates.ts';
import { coveredBy } from './coverage.ts';
import { brings, broadCopies, isWhole } from './sources.ts';
import type { ContextSource } from './sources.ts';

/**
 * The candidates of this Dockerfile, without build output that another one takes along with a folder and does not make
 * itself.
 */
export function sharedCandidates(facts: CandidateFacts, model: DockerfileModel): readonly Candidate[] {
  const { context } = facts;
  const covers = (pattern: string): boolean => coveredBy(context, pattern).length > 0;
  const others = context.sharing.map((other) => ({
    sources: broadCopies(other.model, context),
    made: new Set(ignoreCandidates(facts, other.model, covers).map(({ pattern }) => pattern)),
  }));
  return ignoreCandidates(facts, model, covers).filter(
    ({ reason, pattern }) =>
      reason !== 'build output' ||
      others.every(
        ({ sources, made }) => made.has(pattern) || !sources.some((source) => mayTake(source, pattern)),
      ),
  );

  function mayTake(source: ContextSource, pattern: string): boolean {
    if (!source.complete || isWhole(source)) return true;
    return coveredBy(context, pattern).some(({ path }) => brings(source, path));
  }
}
