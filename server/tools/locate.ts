/** Where a file of an image comes from: follows COPY, ADD, bind mounts and COPY --from back to the build context. */
import picomatch from 'picomatch';
import type { ContextFacts } from '../context/facts.ts';
import { readCopy, type Copy, type CopySource } from '../dockerfile/copies.ts';
import type { DockerfileModel, Instruction, Stage } from '../dockerfile/model.ts';
import { mountsOf } from '../dockerfile/mounts.ts';
import { lineage, stageNamed } from '../dockerfile/stages.ts';
import { normalizePath } from '../dockerfile/state.ts';
import { resolvePath } from './working-directory.ts';

export interface Origin {
  /** Path relative to the context. */
  readonly path: string;
  /** The instruction that brings it from the context (COPY, ADD, or a RUN with a bind mount). */
  readonly instruction: Instruction;
  /** A whole folder is copied, not this file by name. */
  readonly broad: boolean;
  /** The context does not have the file; it would come from here if it were the one the image is built from. */
  readonly assumed?: true;
}

export interface Place {
  readonly model: DockerfileModel;
  readonly context: ContextFacts;
  readonly stage: Stage;
  /** Only what stands before this instruction counts (and its own bind mounts); undefined: the whole stage. */
  readonly before: Instruction | undefined;
}

/** The context file that is at `imagePath` (absolute, unknown WORKDIR as `/`), as far as the Dockerfile shows. */
export function locate(imagePath: string, place: Place): Origin | undefined {
  const { context, stage, before } = place;
  const mounted = before && fromMounts(imagePath, before, place);
  if (mounted && context.has(mounted.path) !== false) return mounted;
  return lastBefore(arrivals(imagePath, place, stage), before?.index ?? Infinity)?.origin;
}

/**
 * Like `locate`, but a file that the context does not have counts as copied where the Dockerfile says so: its real
 * context is another folder then, or the file is made before the build. Such an origin is marked as assumed.
 */
export function locateOrAssume(imagePath: string, place: Place): Origin | undefined {
  const found = locate(imagePath, place);
  if (found || !place.context.known) return found;
  const assumed = locate(imagePath, { ...place, context: withoutListing(place.context) });
  return assumed && { ...assumed, assumed: true };
}

const views = new WeakMap<ContextFacts, ContextFacts>();

/** The context as if its files were not known; what .dockerignore holds back stays held back. */
function withoutListing(context: ContextFacts): ContextFacts {
  let view = views.get(context);
  if (!view) {
    view = {
      ...context,
      known: false,
      entries: [],
      complete: false,
      has: () => undefined,
      entry: () => undefined,
    };
    views.set(context, view);
  }
  return view;
}

function lastBefore(list: readonly Arrival[], index: number): Arrival | undefined {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]!.at < index) low = middle + 1;
    else high = middle;
  }
  return list[low - 1];
}

/** A copy that puts a file at a path of a stage; `at` is the instruction's index. */
interface Arrival {
  readonly at: number;
  readonly origin: Origin;
}

/** Stages that a file is followed through; it goes through two or three in real files. */
const maximumDepth = 50;

/** By path, for each stage and context: rules ask for the same files at every command. */
const known = new WeakMap<Stage, WeakMap<ContextFacts, Map<string, readonly Arrival[]>>>();

/** Every copy of the stage and those it builds on that brings this path, in order. */
function arrivals(imagePath: string, place: Place, stage: Stage, depth = 0): readonly Arrival[] {
  if (depth > maximumDepth) return [];
  let byContext = known.get(stage);
  if (!byContext)
    known.set(stage, (byContext = new WeakMap<ContextFacts, Map<string, readonly Arrival[]>>()));
  let byPath = byContext.get(place.context);
  if (!byPath) byContext.set(place.context, (byPath = new Map<string, readonly Arrival[]>()));
  const found = byPath.get(imagePath);
  if (found) return found;
  // Stages that copy from each other in a circle find nothing in each other; the builder refuses them.
  byPath.set(imagePath, []);
  const result: Arrival[] = [];
  const folders = withFoldersTo(imagePath);
  for (const ancestor of lineage(stage).reverse()) {
    const byTarget = copiesByTarget(ancestor);
    const candidates = byTarget.size === 0 ? [] : folders.flatMap((folder) => byTarget.get(folder) ?? []);
    for (const instruction of candidates.sort((a, b) => a.index - b.index)) {
      const origin = arrivalBy(instruction, imagePath, place, depth);
      if (origin) result.push({ at: instruction.index, origin });
    }
  }
  byPath.set(imagePath, result);
  return result;
}

/** The path and every folder above it: a copy that brings the path goes to one of them. */
function withFoldersTo(imagePath: string): string[] {
  const folders = ['/'];
  for (let at = imagePath.indexOf('/', 1); at > 0; at = imagePath.indexOf('/', at + 1))
    folders.push(imagePath.slice(0, at));
  if (imagePath !== '/') folders.push(imagePath);
  return folders;
}

const copiesOf = new WeakMap<Stage, ReadonlyMap<string, readonly Instruction[]>>();

/** The stage's own COPY and ADD instructions by where they go. */
function copiesByTarget(stage: Stage): ReadonlyMap<string, readonly Instruction[]> {
  const known = copiesOf.get(stage);
  if (known) return known;
  const byTarget = new Map<string, Instruction[]>();
  for (const instruction of stage.instructions) {
    const target = readCopy(instruction)?.target;
    if (target === undefined) continue;
    const same = byTarget.get(target);
    if (same) same.push(instruction);
    else byTarget.set(target, [instruction]);
  }
  copiesOf.set(stage, byTarget);
  return byTarget;
}

function arrivalBy(
  instruction: Instruction,
  imagePath: string,
  place: Place,
  depth: number,
): Origin | undefined {
  const copy = readCopy(instruction);
  if (!copy || copy.target === undefined) return undefined;
  const { model, context } = place;
  // Of several sources the last one wins.
  for (const source of copy.sources.toReversed()) {
    const hit = sourceOf(imagePath, copy, source, context);
    if (!hit) continue;
    if (copy.from === undefined) {
      // A file the folder does not have did not come from there.
      if (context.has(hit.path) === false || context.isIgnored(hit.path)) continue;
      return { path: hit.path, instruction, broad: hit.broad };
    }
    const from = stageNamed(model, copy.from, instruction.stage);
    const origin = from && arrivals(normalizePath('/' + hit.path), place, from, depth + 1).at(-1)?.origin;
    if (origin) return origin;
  }
  return undefined;
}

function fromMounts(imagePath: string, instruction: Instruction, place: Place): Origin | undefined {
  const directory = instruction.state.workdir ?? '/';
  for (const mount of mountsOf(instruction)) {
    if (mount.type !== 'bind' || mount.target === undefined) continue;
    const target = resolvePath(directory, mount.target);
    const source = normalizePath('/' + (mount.source ?? '.')).slice(1);
    const prefix = target === '/' ? '/' : target + '/';
    const exact = imagePath === target;
    if (!exact && !imagePath.startsWith(prefix)) continue;
    const path = exact ? source : joinRelative(source, imagePath.slice(prefix.length));
    if (mount.from === undefined) return { path, instruction, broad: !exact };
    // A mount's `from` is a name, never a number.
    const stage = /^\d+$/.test(mount.from)
      ? undefined
      : stageNamed(place.model, mount.from, instruction.stage);
    return stage && arrivals(normalizePath('/' + path), place, stage).at(-1)?.origin;
  }
  return undefined;
}

/** The source-side path that ends up at `imagePath`, if this source of the copy can put it there. */
function sourceOf(
  imagePath: string,
  copy: Copy,
  source: CopySource,
  context: ContextFacts,
): { path: string; broad: boolean } | undefined {
  const target = copy.target!;
  if (!source.complete || source.remote) return undefined;
  const prefix = target === '/' ? '/' : target + '/';
  const below = imagePath.startsWith(prefix) ? imagePath.slice(prefix.length) : undefined;
  const name = source.path.split('/').pop()!;
  const folder = source.path.split('/').slice(0, -1).join('/');
  const isPattern = /[*?[]/.test(source.path);
  if (copy.instruction.flags.some((flag) => flag.name === 'parents'))
    return below === undefined ? undefined : withParents(below, source);
  // Which of the matching folders a file comes from can't be told by its name.
  if (/[*?[]/.test(folder)) return undefined;
  // A file (or each match of a pattern) lands in the target folder under its own name, or is the target itself.
  if (
    below !== undefined &&
    !below.includes('/') &&
    isFileName(source, context, copy) &&
    matchesName(name, below, isPattern)
  )
    return { path: joinRelative(folder, below), broad: false };
  if (
    imagePath === target &&
    !copy.intoDirectory &&
    !isPattern &&
    source.path !== '.' &&
    isFileName(source, context, copy)
  )
    return { path: source.path, broad: false };
  // A folder's contents land in the target folder.
  if (below !== undefined && !isPattern && !(copy.from === undefined && isKnownFile(source, context)))
    return { path: source.path === '.' ? below : joinRelative(source.path, below), broad: true };
  return undefined;
}

/** `--parents` keeps the source's whole path below the target; a `/./` in it cuts off what stands before. */
function withParents(below: string, source: CopySource): { path: string; broad: boolean } | undefined {
  if (source.word.value.includes('/./')) return undefined;
  if (matchesName(source.path, below, true)) return { path: below, broad: false };
  return source.path === '.' || below.startsWith(source.path + '/')
    ? { path: below, broad: true }
    : undefined;
}

/** `.npmrc`, `.ruby-version`, `.tool-versions`, `.gitignore`: no folders. */
const settingsFile = /(?:^|\/)\.(?:\w+rc|[\w-]+-versions?|\w+ignore)$/;

/** A file by what the context has, and by its name (`package.json`, `go.sum`) where that is not known. */
function isKnownFile(source: CopySource, context: ContextFacts): boolean {
  const entry = context.entry(source.path);
  if (entry) return entry.type === 'file';
  return (
    context.has(source.path) !== true &&
    (/[^/.][^/]*\.[A-Za-z]\w*$/.test(source.path) || settingsFile.test(source.path))
  );
}

function isFileName(source: CopySource, context: ContextFacts, copy: Copy): boolean {
  if (source.path === '.') return false;
  return copy.from !== undefined || context.entry(source.path)?.type !== 'directory';
}

function matchesName(pattern: string, name: string, isPattern: boolean): boolean {
  return isPattern
    ? picomatch(pattern, { dot: true, nobrace: true, noextglob: true })(name)
    : pattern === name;
}

function joinRelative(folder: string, rest: string): string {
  return folder === '' || folder === '.' ? rest : `${folder}/${rest}`;
}

/** The folder part of a relative path, '' at the top. */
export function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}
