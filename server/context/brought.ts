/** What one source of a COPY, an ADD or a bind mount takes out of the context. */
import type { DockerfileModel } from '../dockerfile/model.ts';
import type { ContextEntry, ContextFacts } from './facts.ts';
import { parseDockerignore } from './dockerignore.ts';
import { compileGoPattern, isGoPattern } from './go-match.ts';
import { contextSources, isWhole } from './sources.ts';
import type { ContextSource } from './sources.ts';
import type { HeldBy, WalkSummary, WalkedEntry } from './walk/summary.ts';

export interface Brought {
  readonly files: number;
  readonly bytes: number;
  readonly complete: boolean;
  /** The heaviest first; of a single folder what lies in it. */
  readonly heaviest: readonly WalkedEntry[];
  readonly held: { readonly files: number; readonly bytes: number; readonly complete: boolean };
  /** Patterns by what they keep back of it. */
  readonly heldBy: readonly Pick<HeldBy, 'line' | 'text' | 'bytes' | 'files'>[];
}

/** The source that stands at an offset of the Dockerfile. */
export function sourceAt(model: DockerfileModel, offset: number): ContextSource | undefined {
  return contextSources(model).find(({ span }) => span.start <= offset && offset <= span.end);
}

/** Folders of a pattern that are walked; a pattern that names more means the whole context. */
const walkedFolders = 50;

/** `measure` walks a folder of the context. Undefined when a variable or an unknown context leaves it open. */
export async function measureSource(
  source: ContextSource,
  context: ContextFacts,
  measure: (folder: string) => Promise<WalkSummary>,
): Promise<Brought | undefined> {
  if (!source.complete || !context.known) return undefined;
  if (isWhole(source)) return ofFolder(await measure(''));
  const entries = namedBy(source.path, context);
  const [only] = entries;
  if (only?.type === 'directory' && entries.length === 1) return ofFolder(await measure(only.path));
  const walked: WalkedEntry[] = [];
  const heldBy = new Map<number, { line: number; text: string; files: number; bytes: number }>();
  const hold = (by: Pick<HeldBy, 'line' | 'text' | 'files' | 'bytes'>): void => {
    const sum = heldBy.get(by.line) ?? { line: by.line, text: by.text, files: 0, bytes: 0 };
    heldBy.set(by.line, { ...sum, files: sum.files + by.files, bytes: sum.bytes + by.bytes });
  };
  let complete = context.complete || entries.length === 1;
  let heldComplete = complete;
  for (const [i, { path, type, size }] of entries.entries()) {
    if (type === 'directory' && i < walkedFolders) {
      const summary = await measure(path);
      walked.push({ path, type, sent: summary.sent, held: summary.held });
      summary.heldBy.forEach(hold);
      complete &&= summary.sentComplete;
      heldComplete &&= summary.heldComplete;
    } else if (type === 'directory') complete = false;
    else {
      const sum = { files: type === 'file' ? 1 : 0, bytes: size };
      const none = { files: 0, bytes: 0 };
      const by = excluding(path, context);
      if (by) hold({ ...by, ...sum });
      walked.push({ path, type: 'file', sent: by ? none : sum, held: by ? sum : none });
    }
  }
  return {
    ...add(walked.map(({ sent }) => sent)),
    complete,
    heaviest: sorted(walked),
    held: { ...add(walked.map(({ held }) => held)), complete: heldComplete },
    heldBy: [...heldBy.values()].sort((a, b) => b.bytes - a.bytes),
  };
}

function ofFolder({ sent, held, heldBy, entries, sentComplete, heldComplete }: WalkSummary): Brought {
  return {
    files: sent.files,
    bytes: sent.bytes,
    complete: sentComplete,
    heaviest: sorted(entries),
    held: { ...held, complete: heldComplete },
    heldBy,
  };
}

/** What the source names, held back or not. */
function namedBy(path: string, context: ContextFacts): readonly ContextEntry[] {
  const entry = context.entry(path);
  if (entry !== undefined || !isGoPattern(path)) return entry === undefined ? [] : [entry];
  const matches = compileGoPattern(path);
  return matches === undefined ? [] : context.entries.filter((each) => matches(each.path));
}

/** The line that keeps the path out, as itself or with a folder above it. */
function excluding(path: string, context: ContextFacts): { line: number; text: string } | undefined {
  if (!context.isIgnored(path)) return undefined;
  const { patterns } = parseDockerignore(context.dockerignore.text);
  const parts = path.split('/');
  const paths = parts.map((_, i) => parts.slice(0, i + 1).join('/'));
  return patterns.findLast((pattern) => !pattern.negated && paths.some((each) => pattern.matches(each)));
}

function sorted(entries: readonly WalkedEntry[]): readonly WalkedEntry[] {
  return entries
    .filter(({ sent }) => sent.files > 0)
    .sort((a, b) => b.sent.bytes - a.sent.bytes || (a.path < b.path ? -1 : 1));
}

function add(sums: readonly { readonly files: number; readonly bytes: number }[]): {
  files: number;
  bytes: number;
} {
  return sums.reduce((sum, { files, bytes }) => ({ files: sum.files + files, bytes: sum.bytes + bytes }), {
    files: 0,
    bytes: 0,
  });
}
