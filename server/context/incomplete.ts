/** Heavy and secret entries that reach the builder though they should not. */
import type { DockerfileModel } from '../dockerfile/model.ts';
import type { CandidateFacts, EntryReason } from './candidates.ts';
import { coveredBy } from './coverage.ts';
import { isReincluded, keepsNeeded } from './keep.ts';
import { neededPaths } from './needed.ts';
import { sharedCandidates } from './shared-candidates.ts';
import { brings, contextSources } from './sources.ts';
import type { ContextSource } from './sources.ts';
import { parseDockerignore } from './dockerignore.ts';

export interface IncompleteEntry {
  readonly path: string;
  readonly reason: EntryReason;
  /** What it is, for secrets: `private key` …; else the same as `reason`. */
  readonly label: string;
  /** Undefined when it was not measured. */
  readonly bytes: number | undefined;
  readonly files: number | undefined;
  /** False when `bytes` is a lower bound. */
  readonly complete: boolean;
  /** The pattern that keeps it out; undefined when the Dockerfile or an install reads it by name. */
  readonly pattern: string | undefined;
  /** The COPY or ADD that takes it along. */
  readonly source: ContextSource;
}

/** Below this, stale output, logs and caches are not worth a message. */
export const heavyBytes = 1_000_000;

/**
 * What COPY and ADD take along although it should stay out, the largest first, unmeasured entries last. Empty
 * when the context is not known.
 */
export function incompleteEntries(facts: CandidateFacts, model: DockerfileModel): readonly IncompleteEntry[] {
  const { context } = facts;
  const sources = contextSources(model).filter((source) => source.kind !== 'bind' && source.complete);
  if (!context.known || sources.length === 0) return [];
  const { patterns } = parseDockerignore(context.dockerignore.text);
  const needed = neededPaths(facts, model);
  const labels = new Map(context.secrets.map((secret) => [secret.path, secret.label]));
  const found = new Map<string, IncompleteEntry>();
  for (const candidate of sharedCandidates(facts, model)) {
    if (candidate.reason === undefined) continue;
    const keeps = keepsNeeded(facts, candidate, needed);
    for (const { path } of coveredBy(context, candidate.pattern)) {
      const label = candidate.reason === 'secret' ? labels.get(path) : candidate.reason;
      const source = sources.find((each) => brings(each, path));
      if (label === undefined || source === undefined || found.has(path)) continue;
      if (context.isIgnored(path) || isReincluded(path, patterns)) continue;
      const isNeeded = !keeps || needed.always.includes(path);
      // What the Dockerfile names on purpose is another rule's business, unless it is a secret.
      if (isNeeded && candidate.reason !== 'secret') continue;
      const measured = context.measured(path);
      const isLight = candidate.reason === 'heavy' || candidate.reason === 'build output';
      if (isLight && (measured === undefined || measured.bytes < heavyBytes)) continue;
      found.set(path, {
        path,
        reason: candidate.reason,
        label,
        bytes: measured?.bytes,
        files: measured?.files,
        complete: measured?.complete ?? false,
        pattern: isNeeded ? undefined : candidate.pattern,
        source,
      });
    }
  }
  return [...found.values()].sort((a, b) => (b.bytes ?? -1) - (a.bytes ?? -1));
}
