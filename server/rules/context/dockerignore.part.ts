/** What the two rules about .dockerignore share: what is worth a word, and the fix that writes the file. */
import { incompleteEntries, type IncompleteEntry } from '../../context/incomplete.ts';
import { proposeDockerignore, type DockerignoreProposal } from '../../context/propose.ts';
import { brings, broadCopies, isWhole, type ContextSource } from '../../context/sources.ts';
import { readCopy } from '../../dockerfile/copies.ts';
import { formatBytes } from '../../images/format.ts';
import type { Fix, RuleContext } from '../rule.ts';

export interface Unfiltered {
  /** The COPY or ADD to blame: one of the whole context before one of a folder. */
  readonly source: ContextSource;
  /** Entries that reach the builder, the largest first; secrets are the business of security/secret-file. */
  readonly entries: readonly IncompleteEntry[];
  readonly proposal: DockerignoreProposal;
}

/** Undefined when nothing broad is copied, the file can't be written, or nothing is left to be excluded. */
export function unfiltered({ model, facts }: RuleContext): Unfiltered | undefined {
  const { context } = facts;
  // A file beside the Dockerfile that lies outside of the context is not ours to write.
  if (!context.known || context.dockerignore.path.startsWith('../')) return undefined;
  const sources = broadCopies(model, context).filter((source) => source.complete);
  const source = sources.find(isWhole) ?? sources[0];
  const proposal = source && proposeDockerignore(facts, model);
  if (!source || !proposal) return undefined;
  const entries = incompleteEntries(facts, model).filter(
    (entry) =>
      entry.reason !== 'secret' &&
      entry.pattern !== undefined &&
      sources.some((each) => brings(each, entry.path)),
  );
  const blamed = entries[0] && !brings(source, entries[0].path) ? entries[0].source : source;
  return { source: blamed, entries, proposal };
}

/** `node_modules (212 MB), .git (48 MB) and 2 more` */
export function listEntries(entries: readonly IncompleteEntry[]): string {
  const shown = entries.slice(0, 3).map(({ path, bytes, complete }) => {
    if (bytes === undefined || bytes === 0) return path;
    return `${path} (${complete ? '' : 'at least '}${formatBytes(bytes)})`;
  });
  const more = entries.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${more} more`;
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)!}` : shown.join('');
}

/** ` (−508 MB)`, or nothing where it would say nothing. */
export function saving(bytes: number): string {
  return bytes >= 100_000 ? ` (−${formatBytes(bytes)})` : '';
}

export function bytesOf({ added }: DockerignoreProposal): number {
  return added.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
}

export function writeDockerignore(proposal: DockerignoreProposal, title: string): Fix {
  const { path, before, after } = proposal;
  return { title, applicability: 'safe', preferred: true, edits: [], files: [{ path, before, after }] };
}

/** The words of the copy that take it along, for messages. */
export function copyText({ instruction, written }: ContextSource): string {
  const copy = readCopy(instruction);
  const sources = copy?.sources.map(({ word }) => word.value) ?? [written];
  return [instruction.keyword, ...sources.slice(0, 3), copy?.destinationWord.value ?? ''].join(' ');
}
