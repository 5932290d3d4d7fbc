/** COPY and ADD: what goes where. */
import { expandWord } from './expand.ts';
import type { Instruction, Word } from './model.ts';
import { normalizePath } from './state.ts';

export interface CopySource {
  readonly word: Word;
  /** Variables substituted as far as known, without leading `./` and `/`, without trailing `/`; `.` is everything. */
  readonly path: string;
  /** False when a variable in it can't be known. */
  readonly complete: boolean;
  /** A URL or git reference of ADD. */
  readonly remote: boolean;
}

export interface Copy {
  readonly instruction: Instruction;
  readonly keyword: 'COPY' | 'ADD';
  /** `--from` as written, variables substituted where known. */
  readonly from: string | undefined;
  readonly sources: readonly CopySource[];
  readonly destinationWord: Word;
  /** Absolute; undefined when the working directory or a variable is unknown. */
  readonly destination: string | undefined;
  /** The same with an unknown working directory taken as `/`: for comparing places within one stage. */
  readonly target: string | undefined;
  /** The destination names a folder: it ends in `/` or `.`, or there are several sources. A folder's contents are copied either way. */
  readonly intoDirectory: boolean;
  readonly chown: string | undefined;
  readonly chmod: string | undefined;
  /** Copies inline text (heredocs) too. */
  readonly inline: boolean;
}

/** URLs, and git's `user@host:path`. */
const remotePattern = /^(?:https?|git|ssh):\/\/|^[\w.-]+@[\w.-]+:/;

const copies = new WeakMap<Instruction, Copy | false>();

/** Undefined for another instruction, and for a COPY without source or destination. ONBUILD's is not looked at. */
export function readCopy(instruction: Instruction): Copy | undefined {
  if (!copyKeyword(instruction.keyword)) return undefined;
  let copy = copies.get(instruction);
  if (copy === undefined) copies.set(instruction, (copy = read(instruction) ?? false));
  return copy || undefined;
}

function read(instruction: Instruction): Copy | undefined {
  const { words, escape } = instruction;
  const keyword = copyKeyword(instruction.keyword);
  if (!keyword) return undefined;
  const comment = instruction.json ? -1 : words.findIndex((word) => word.raw.startsWith('#'));
  // Words behind a # are a comment to whoever wrote them; correctness/inline-comment tells that the builder sees paths.
  const used = comment < 0 ? words : words.slice(0, comment);
  const destinationWord = used.at(-1);
  if (!destinationWord || used.length < 2) return undefined;
  const { variables } = instruction.state;
  const expand = (raw: string): { value: string; complete: boolean } =>
    expandWord(raw, (name) => variables.get(name), escape);
  const text = (word: Word): { value: string; complete: boolean } =>
    expand(instruction.json ? word.value : word.raw);
  const inlineSpans = new Set(instruction.heredocs.map((heredoc) => heredoc.openSpan.start));
  const sources = used
    .slice(0, -1)
    .filter((word) => !inlineSpans.has(word.span.start))
    .map((word): CopySource => {
      const { value, complete } = text(word);
      const remote = keyword === 'ADD' && remotePattern.test(value);
      return { word, path: remote ? value : contextPath(value), complete, remote };
    });
  const destination = text(destinationWord);
  const flag = (name: string): string | undefined => {
    const value = instruction.flags.find((candidate) => candidate.name === name)?.value;
    return value === undefined ? undefined : expand(value).value;
  };
  return {
    instruction,
    keyword,
    from: flag('from'),
    sources,
    destinationWord,
    destination: absolute(destination, instruction.state.workdir),
    target: absolute(destination, instruction.state.workdir ?? '/'),
    intoDirectory: /(?:^|\/)\.{0,2}$/.test(destination.value) || used.length > 2,
    chown: flag('chown'),
    chmod: flag('chmod'),
    inline: inlineSpans.size > 0,
  };
}

function copyKeyword(keyword: string): 'COPY' | 'ADD' | undefined {
  return keyword === 'COPY' || keyword === 'ADD' ? keyword : undefined;
}

/** A source as a path relative to the context: the builder ignores a leading slash and can't leave the context. */
function contextPath(value: string): string {
  const path = normalizePath('/' + value).slice(1);
  return path === '' ? '.' : path;
}

function absolute(
  path: { value: string; complete: boolean },
  workdir: string | undefined,
): string | undefined {
  if (!path.complete) return undefined;
  if (path.value.startsWith('/')) return normalizePath(path.value);
  return workdir === undefined ? undefined : normalizePath(`${workdir}/${path.value}`);
}

/** True when the whole context is copied from the build context. */
export function copiesWholeContext(copy: Copy): boolean {
  return copy.from === undefined && copy.sources.some((source) => source.path === '.');
}
