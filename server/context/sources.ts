/** What the Dockerfile takes from the build context: the sources of COPY, ADD and bind mounts. */
import { expandWord } from '../dockerfile/expand.ts';
import type { DockerfileModel, Flag, Instruction } from '../dockerfile/model.ts';
import type { Span } from '../dockerfile/span.ts';
import type { ContextFacts } from './facts.ts';
import { compileGoPattern, isGoPattern, literalFolder } from './go-match.ts';

export interface ContextSource {
  readonly kind: 'COPY' | 'ADD' | 'bind';
  readonly instruction: Instruction;
  /** The word or the mount flag that names it. */
  readonly span: Span;
  /** As written. */
  readonly written: string;
  /**
   * Relative to the context, cleaned; '' is the whole context. May be a Go pattern. When `complete` is false it
   * is only the folder before the first variable.
   */
  readonly path: string;
  /** False when a variable's value is known to the build only. */
  readonly complete: boolean;
}

const remoteSource = /^(?:[a-z][a-z0-9+.-]*:\/\/|git@)/i;

/** The sources, in order, of every COPY, ADD and bind mount that reads the context. */
export function contextSources(model: DockerfileModel): readonly ContextSource[] {
  return model.stages.flatMap((stage) =>
    stage.instructions.flatMap((instruction) => {
      if (instruction.keyword === 'COPY') return copySources(instruction, 'COPY', model.escape);
      if (instruction.keyword === 'ADD') return copySources(instruction, 'ADD', model.escape);
      return instruction.keyword === 'RUN' ? bindSources(instruction, model.escape) : [];
    }),
  );
}

/**
 * The sources of COPY and ADD that take the whole context or a folder of it along. Without `context`, only `.`
 * and its like, `*` and names with a trailing slash are known to be folders.
 */
export function broadCopies(model: DockerfileModel, context?: ContextFacts): readonly ContextSource[] {
  return contextSources(model).filter((source) => {
    if (source.kind === 'bind') return false;
    if (!source.complete || isWhole(source)) return true;
    if (/[\\/]\.?$/.test(source.written)) return true;
    return context?.match(source.path).some((entry) => entry.type === 'directory') ?? false;
  });
}

/** Does the source name everything at the top of the context? */
export function isWhole(source: ContextSource): boolean {
  return source.complete && (source.path === '' || source.path === '*');
}

/** Does the source bring this path along, as itself or as part of a folder? */
export function brings(source: ContextSource, path: string): boolean {
  if (source.path === '') return true;
  if (!isGoPattern(source.path)) return path === source.path || path.startsWith(`${source.path}/`);
  const matches = compileGoPattern(source.path);
  const depth = source.path.split('/').length;
  return matches?.(path.split('/').slice(0, depth).join('/')) ?? false;
}

/** The builder joins a source to the context's root: `..` can't lead out, a leading `/` means the context. */
export function cleanSource(written: string): string {
  const segments: string[] = [];
  for (const segment of written.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return segments.join('/');
}

function copySources(
  instruction: Instruction,
  kind: 'COPY' | 'ADD',
  escape: string,
): readonly ContextSource[] {
  if (instruction.flags.some((flag) => flag.name === 'from')) return [];
  const isHeredoc = (span: Span): boolean =>
    instruction.heredocs.some(({ openSpan }) => openSpan.start >= span.start && openSpan.start < span.end);
  // Words behind a # were meant as a comment; correctness/inline-comment says that the builder reads them as paths.
  const comment = instruction.json ? -1 : instruction.words.findIndex(({ raw }) => raw.startsWith('#'));
  const words = comment < 0 ? instruction.words : instruction.words.slice(0, comment);
  return words
    .slice(0, -1)
    .filter((word) => !isHeredoc(word.span) && !(kind === 'ADD' && remoteSource.test(word.value)))
    .map((word) => ({
      kind,
      instruction,
      span: word.span,
      written: word.value,
      ...resolve(instruction.json ? word.value : word.raw, instruction, escape),
    }))
    .filter((source) => !(kind === 'ADD' && remoteSource.test(source.path)));
}

function bindSources(instruction: Instruction, escape: string): readonly ContextSource[] {
  return instruction.flags.flatMap((flag) => {
    const options = flag.name === 'mount' ? mountOptions(flag) : undefined;
    if (options === undefined || (options.get('type') ?? 'bind') !== 'bind' || options.has('from')) return [];
    const written = options.get('source') ?? options.get('src') ?? '';
    return [
      {
        kind: 'bind',
        instruction,
        span: flag.span,
        written,
        ...resolve(written, instruction, escape),
      } as const,
    ];
  });
}

function mountOptions(flag: Flag): ReadonlyMap<string, string> {
  const pairs = (flag.value ?? '').split(',').map((part): [string, string] => {
    const equals = part.indexOf('=');
    return equals < 0 ? [part.trim(), ''] : [part.slice(0, equals).trim(), part.slice(equals + 1)];
  });
  return new Map(pairs.map(([name, value]) => [name.toLowerCase(), value]));
}

function resolve(
  raw: string,
  instruction: Instruction,
  escape: string,
): { readonly path: string; readonly complete: boolean } {
  const { variables } = instruction.state;
  const expansion = expandWord(raw, (name) => variables.get(name) ?? { known: true, value: '' }, escape);
  if (expansion.complete) return { path: cleanSource(expansion.value), complete: true };
  const dollar = raw.indexOf('$');
  return { path: cleanSource(literalFolder(`${raw.slice(0, Math.max(dollar, 0))}*`)), complete: false };
}
