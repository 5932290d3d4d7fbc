/** Where a file of an image comes from: follows COPY, ADD, bind mounts and COPY --from back to the build context. */
import picomatch from 'picomatch';
import type { ContextFacts } from '../context/facts.ts';
import { readCopy, type Copy, type CopySource } from '../dockerfile/copies.ts';
import type { DockerfileModel, Instruction, Stage } from '../dockerfile/model.ts';
import { mountsOf } from '../dockerfile/mounts.ts';
import { lineageInstructions, stageNamed } from '../dockerfile/stages.ts';
import { normalizePath } from '../dockerfile/state.ts';
import { resolvePath } from './working-directory.ts';

export interface Origin {
  /** Path relative to the context. */
  readonly path: string;
  /** The instruction that brings it from the context (COPY, ADD, or a RUN with a bind mount). */
  readonly instruction: Instruction;
  /** A whole folder is copied, not this file by name. */
  readonly broad: boolean;
}

export interface Place {
  readonly model: DockerfileModel;
  readonly context: ContextFacts;
  readonly stage: Stage;
  /** Only what stands before this instruction counts (and its own bind mounts); undefined: the whole stage. */
  readonly before: Instruction | undefined;
}

const maximumStages = 20;

/** The context file that is at `imagePath` (absolute, unknown WORKDIR as `/`), as far as the Dockerfile shows. */
export function locate(imagePath: string, place: Place, depth = 0): Origin | undefined {
  if (depth > maximumStages) return undefined;
  const { model, context, stage, before } = place;
  const earlier = lineageInstructions(stage).filter(
    (instruction) => !before || instruction.index < before.index,
  );
  const mounted = before && fromMounts(imagePath, before);
  if (mounted && context.has(mounted.path) !== false) return mounted;
  for (const instruction of earlier.reverse()) {
    const copy = readCopy(instruction);
    if (!copy || copy.target === undefined) continue;
    for (const source of copy.sources) {
      const hit = sourceOf(imagePath, copy, source, context);
      if (!hit) continue;
      if (copy.from === undefined) {
        // A file the folder does not have did not come from there.
        if (context.known && context.has(hit.path) === false) continue;
        if (context.known && context.isIgnored(hit.path)) continue;
        return { path: hit.path, instruction, broad: hit.broad };
      }
      const from = stageNamed(model, copy.from, instruction.stage);
      const origin =
        from &&
        locate(normalizePath('/' + hit.path), { model, context, stage: from, before: undefined }, depth + 1);
      if (origin) return origin;
    }
  }
  return undefined;
}

function fromMounts(imagePath: string, instruction: Instruction): Origin | undefined {
  const directory = instruction.state.workdir ?? '/';
  for (const mount of mountsOf(instruction)) {
    if (mount.type !== 'bind' || mount.from !== undefined || mount.target === undefined) continue;
    const target = resolvePath(directory, mount.target);
    const source = normalizePath('/' + (mount.source ?? '.')).slice(1);
    if (imagePath === target) return { path: source, instruction, broad: false };
    const prefix = target === '/' ? '/' : target + '/';
    if (imagePath.startsWith(prefix))
      return { path: joinRelative(source, imagePath.slice(prefix.length)), instruction, broad: true };
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

function isKnownFile(source: CopySource, context: ContextFacts): boolean {
  return context.entry(source.path)?.type === 'file';
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
