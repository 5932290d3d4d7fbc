/** Proposes the .dockerignore for a project: a new one, or what an existing one lacks. */
import type { DockerfileModel } from '../dockerfile/model.ts';
import { PairMemo } from '../pair-memo.ts';
import type { ProjectFacts } from '../project/facts.ts';
import type { Candidate, CandidateFacts, EntryReason } from './candidates.ts';
import type { ContextFacts } from './facts.ts';
import { coveredBy } from './coverage.ts';
import { literalPattern, parseDockerignore } from './dockerignore.ts';
import type { IgnorePattern } from './dockerignore.ts';
import { heavyBytes } from './incomplete.ts';
import { isReincluded, keepsNeeded } from './keep.ts';
import { neededPaths } from './needed.ts';
import type { Needed } from './needed.ts';
import { sharedCandidates } from './shared-candidates.ts';
import { contextSources } from './sources.ts';

export interface DockerignoreProposal {
  /** Relative to the context. */
  readonly path: string;
  /** The file's text, undefined when it does not exist. */
  readonly before: string | undefined;
  readonly after: string;
  /** What was added, with the bytes that leave the context now: 0 for what does not exist here, undefined when not measured. */
  readonly added: readonly AddedPattern[];
}

export interface AddedPattern {
  readonly pattern: string;
  readonly bytes: number | undefined;
  /** Why it matters; undefined for what is only tidy. */
  readonly reason: EntryReason | undefined;
}

const known = new PairMemo<
  ContextFacts,
  ProjectFacts,
  WeakMap<DockerfileModel, { readonly proposal: DockerignoreProposal | undefined }>
>();

/**
 * The file that keeps everything out that this project's build does not need, or undefined when there is nothing
 * to do. Lines of an existing file stay as they are, in their order; only heavy and secret entries are added to
 * it. Nothing that the Dockerfile, or another one with this .dockerignore, names is ever excluded.
 */
export function proposeDockerignore(
  facts: CandidateFacts,
  model: DockerfileModel,
): DockerignoreProposal | undefined {
  const byModel = known.get(facts.context, facts.project, () => new WeakMap());
  let entry = byModel.get(model);
  if (!entry) byModel.set(model, (entry = { proposal: propose(facts, model) }));
  return entry.proposal;
}

function propose(facts: CandidateFacts, model: DockerfileModel): DockerignoreProposal | undefined {
  const { context } = facts;
  const { dockerignore } = context;
  // A file that can't be read must not be replaced.
  if (!context.known || dockerignore.problem !== undefined) return undefined;
  const { patterns } = parseDockerignore(dockerignore.text);
  const needed = neededPaths(facts, model);
  const isNew = patterns.length === 0;
  const others = context.sharing.map((other) => other.model);
  const unknownSource = [model, ...others].some((each) =>
    contextSources(each).some((source) => !source.complete && source.path === ''),
  );
  const accepted: Candidate[] = [];
  for (const candidate of sharedCandidates(facts, model)) {
    // A variable may name any build output that another machine made.
    if (unknownSource && (candidate.reason === undefined || candidate.reason === 'build output')) continue;
    if (!isNew && !isMissing(facts, candidate, patterns)) continue;
    const mended = withExceptions(facts, candidate, needed, patterns);
    if (keepsNeeded(facts, mended, needed) && !takesBack(facts, mended, patterns)) accepted.push(mended);
  }
  if (accepted.length === 0) return undefined;
  return {
    path: dockerignore.path,
    before: dockerignore.exists ? dockerignore.text : undefined,
    after: append(dockerignore.text, accepted),
    added: weigh(facts, accepted),
  };
}

/** Is there something heavy or secret, now or as soon as dependencies are installed, that the file lets through? */
function isMissing(facts: CandidateFacts, candidate: Candidate, patterns: readonly IgnorePattern[]): boolean {
  const { context } = facts;
  const { reason } = candidate;
  if (reason === undefined) return false;
  if (candidate.expected.some((path) => !context.isIgnored(path) && !isReincluded(path, patterns)))
    return true;
  return coveredBy(context, candidate.pattern).some(({ path }) => {
    if (context.isIgnored(path) || isReincluded(path, patterns)) return false;
    if (reason === 'secret') return context.secrets.some((secret) => secret.path === path);
    const isLight = reason === 'heavy' || reason === 'build output';
    return !isLight || (context.measured(path)?.bytes ?? 0) >= heavyBytes;
  });
}

/** For a pattern such as `.env*`, files that must stay are excepted; other patterns stand or fall as a whole. */
function withExceptions(
  facts: CandidateFacts,
  candidate: Candidate,
  needed: Needed,
  patterns: readonly IgnorePattern[],
): Candidate {
  if (!candidate.pattern.endsWith('.env*')) return candidate;
  const [own] = parseDockerignore(candidate.pattern).patterns;
  const named = [...needed.always, ...needed.perhaps]
    .filter((path) => own?.matches(path) === true && /\.env\.[^/]+$|\.env$/.test(path))
    .filter((path) => needed.always.includes(path) || !path.endsWith('.env'))
    .map((path) => `!${literalPattern(path)}`);
  const users = patterns
    .filter((pattern) => pattern.negated && pattern.pattern.includes('.env'))
    .map((pattern) => `!${pattern.pattern}`);
  // What the user's lines exclude stays out.
  const ignored = new Set(
    facts.context.entries
      .filter(({ path }) => facts.context.isIgnored(path))
      .map(({ path }) => `!${literalPattern(path)}`),
  );
  const exceptions = new Set([...candidate.exceptions, ...named, ...users]);
  return { ...candidate, exceptions: [...exceptions].filter((exception) => !ignored.has(exception)) };
}

/** Would it exclude again what the user re-included on purpose? */
function takesBack(facts: CandidateFacts, candidate: Candidate, patterns: readonly IgnorePattern[]): boolean {
  const matcher = parseDockerignore([candidate.pattern, ...candidate.exceptions].join('\n'));
  return patterns.some(
    (pattern) =>
      pattern.negated &&
      (matcher.ignores(pattern.pattern) ||
        coveredBy(facts.context, pattern.pattern).some(
          ({ path }) => pattern.matches(path) && !facts.context.isIgnored(path) && matcher.ignores(path),
        )),
  );
}

/** The text with the candidates behind it, in the file's own line breaks and with or without a final one. */
function append(text: string, candidates: readonly Candidate[]): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const blocks = [...new Set(candidates.map((candidate) => candidate.group))].map((group) => [
    `# ${group}`,
    ...candidates
      .filter((candidate) => candidate.group === group)
      .flatMap((candidate) => [candidate.pattern, ...candidate.exceptions]),
  ]);
  const added = blocks.map((lines) => lines.join(eol)).join(eol + eol);
  if (text.trim() === '') return added + eol;
  const ends = text.endsWith('\n');
  const gap = ends ? (/\n\r?\n$/.test(text) ? '' : eol) : eol + eol;
  return text + gap + added + (ends ? eol : '');
}

function weigh(facts: CandidateFacts, candidates: readonly Candidate[]): DockerignoreProposal['added'] {
  const { context } = facts;
  const counted = new Set<string>();
  return candidates.map((candidate) => {
    const matcher = parseDockerignore([candidate.pattern, ...candidate.exceptions].join('\n'));
    const paths = coveredBy(context, candidate.pattern)
      .map((entry) => entry.path)
      .filter((path) => !counted.has(path) && !context.isIgnored(path) && matcher.ignores(path));
    const sizes = paths.map((path) => {
      counted.add(path);
      return context.entry(path)?.type === 'symlink' ? 0 : context.measured(path)?.bytes;
    });
    const known = sizes.filter((size) => size !== undefined);
    const bytes =
      known.length === 0 && sizes.length > 0 ? undefined : known.reduce((sum, size) => sum + size, 0);
    return { pattern: candidate.pattern, bytes, reason: candidate.reason };
  });
}
