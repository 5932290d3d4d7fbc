/** May a file be in an image whose base is known not to have it? What COPY and ADD bring decides. */
import { AlongLineage } from '../../dockerfile/along-lineage.ts';
import { readCopy, type Copy, type CopySource } from '../../dockerfile/copies.ts';
import type { Instruction, Stage } from '../../dockerfile/model.ts';
import { resolvePath } from '../../tools/working-directory.ts';
import type { RuleContext } from '../rule.ts';
import { startCommand } from '../../tools/start-command.ts';

/** Archives that ADD unpacks. */
const archive = /\.(?:tar|t(?:gz|bz2|xz|zst)|tar\.\w+)$/i;

/**
 * True unless it is certain that no COPY or ADD of the stage (and of those it builds on) up to `before` brings one of
 * these absolute paths, or something below it. `before` undefined: the whole stage.
 */
export function mayBring(
  stage: Stage,
  paths: readonly string[],
  context: RuleContext,
  before?: Instruction,
): boolean {
  const end = before?.index ?? Infinity;
  const started = startPrograms(stage);
  return candidatesOf(stage, paths, context).some(
    (copy) => copy.instruction.index < end && paths.some((path) => mayHold(copy, path, started, context)),
  );
}

const known = new WeakMap<RuleContext['facts'], AlongLineage<readonly Copy[]>>();
const none: ReadonlySet<string> = new Set();

/** Copies of the stage and those it builds on that may bring one of the paths, whatever is started. */
function candidatesOf(stage: Stage, paths: readonly string[], context: RuleContext): readonly Copy[] {
  let candidates = known.get(context.facts);
  if (!candidates) known.set(context.facts, (candidates = new AlongLineage()));
  return candidates.get(stage, paths.join('\n'), [], (each, before) => {
    const own = each.instructions.flatMap((instruction) => {
      const copy = readCopy(instruction);
      return copy && paths.some((path) => mayHold(copy, path, none, context)) ? [copy] : [];
    });
    return own.length > 0 ? [...before, ...own] : before;
  });
}

/** May this copy bring the path? What is started is a file for sure. */
function mayHold(copy: Copy, path: string, started: ReadonlySet<string>, context: RuleContext): boolean {
  const { target } = copy;
  if (target === undefined) return true;
  // The path is a folder that this puts something into, or the file itself.
  if (isWithin(path, target)) return true;
  const below = isWithin(target, path) ? path.slice(target === '/' ? 1 : target.length + 1) : undefined;
  if (below === undefined) return false;
  if (copy.sources.some((source) => sourceMayHold(copy, source, below, started, context))) return true;
  return copy.inline && copy.instruction.heredocs.some(({ delimiter }) => delimiter === below);
}

/** `below` is the path relative to the copy's target. */
function sourceMayHold(
  copy: Copy,
  source: CopySource,
  below: string,
  started: ReadonlySet<string>,
  { facts }: RuleContext,
): boolean {
  if (!source.complete) return true;
  const name = source.path.split('/').pop()!;
  // A download is not unpacked, unless it is said or is a repository.
  if (source.remote)
    return name === below || !/^https?:/.test(source.path) || /\.git(?:#|$)/.test(source.path) || copy.instruction.flags.some((flag) => flag.name === 'unpack'); // prettier-ignore
  const isPattern = /[*?[]/.test(source.path);
  if (copy.keyword === 'ADD' && (isPattern || archive.test(source.path))) return true;
  if (copy.from !== undefined)
    return isPattern || name === below || !isFile(copy, name, source.path, started);
  if (isPattern) return true;
  const { context } = facts;
  if (!context.known) return name === below || !isFile(copy, name, source.path, started);
  const type = context.entry(source.path)?.type;
  if (type === 'file') return name === below;
  const inside = source.path === '.' ? below : `${source.path}/${below}`;
  return context.has(inside) !== false;
}

/** Programs of the system are in these folders, and nothing else is. */
const programFolder = /^(?:usr\/(?:local\/)?)?s?bin\/[^/]+$/;

/** Is a source of another stage or image a file and no folder? Told by its name and by what the container starts. */
function isFile(copy: Copy, name: string, path: string, started: ReadonlySet<string>): boolean {
  if (/[^.]\.[A-Za-z]\w*$/.test(name) || programFolder.test(path)) return true;
  const { target } = copy;
  return target !== undefined && started.has(resolvePath(target, name));
}

/** Absolute paths of the files that the container starts. */
function startPrograms(stage: Stage): ReadonlySet<string> {
  const { entrypoint, cmd } = startCommand(stage);
  const programs = [entrypoint, cmd].flatMap((instruction) => {
    const first = instruction?.words[0];
    if (!instruction || !first || !first.value.includes('/')) return [];
    return [resolvePath(stage.endState.workdir ?? '/', first.value)];
  });
  return new Set(programs);
}

/** Is `path` the folder itself or something below it? Both absolute. */
export function isWithin(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`);
}

/** All that a RUN says, heredocs included: for telling whether something is mentioned at all. '' for other instructions. */
export function runText({ keyword, args, heredocs }: Instruction): string {
  return keyword === 'RUN' ? [args.text, ...heredocs.map(({ body }) => body)].join('\n') : '';
}
