/** What an image weighs on disk, as far as it can be known before the build. */
import type { ContextEntry } from '../context/facts.ts';
import { readCopy } from '../dockerfile/copies.ts';
import type { DockerfileModel, Instruction, Stage } from '../dockerfile/model.ts';
import { shellOf } from '../dockerfile/shell.ts';
import { finalStage, lineageInstructions, rootBase } from '../dockerfile/stages.ts';
import type { Facts } from '../rules/rule.ts';

/**
 * Bytes on disk of the image that the last stage makes; undefined when a part of it can't be known: an unknown
 * base, or a RUN or COPY --from whose result only a build shows.
 */
export function estimateImage(model: DockerfileModel, facts: Facts): number | undefined {
  const last = finalStage(model);
  if (!last || model.problems.length > 0) return undefined;
  let sum = baseBytes(last, facts);
  for (const instruction of lineageInstructions(last)) {
    if (sum === undefined) return undefined;
    const added = layerBytes(instruction, model, facts);
    sum = added === undefined ? undefined : sum + added;
  }
  return sum;
}

function baseBytes(stage: Stage, facts: Facts): number | undefined {
  const root = rootBase(stage);
  if (root.kind === 'scratch') return 0;
  return root.kind === 'image' && root.complete
    ? facts.images.lookup(root.reference)?.onDisk?.bytes
    : undefined;
}

/** Commands whose effect on the size is nothing worth counting. Removing frees nothing in an earlier layer. */
const weightless: ReadonlySet<string> = new Set([
  'mkdir', 'useradd', 'groupadd', 'adduser', 'addgroup', 'set', 'true', 'rm', 'ln', 'cd', 'test', '[',
]); // prettier-ignore

function layerBytes(instruction: Instruction, model: DockerfileModel, facts: Facts): number | undefined {
  if (instruction.keyword === 'COPY' || instruction.keyword === 'ADD') return copyBytes(instruction, facts);
  if (instruction.keyword !== 'RUN') return 0;
  // `chown -R` writes every file again, and what a script of another language does is not known.
  const commands = shellOf(instruction, model)?.commands;
  return commands?.every(({ name }) => weightless.has(name)) ? 0 : undefined;
}

function copyBytes(instruction: Instruction, facts: Facts): number | undefined {
  const copy = readCopy(instruction);
  if (!copy || copy.from !== undefined) return undefined;
  // Inline text is a few lines; characters beyond ASCII make no difference worth counting.
  let sum = instruction.heredocs.reduce((bytes, { body }) => bytes + body.length, 0);
  for (const source of copy.sources) {
    // ADD unpacks archives.
    const unpacks = copy.keyword === 'ADD' && /\.(?:tar|tgz|tbz2?|txz|gz|bz2|xz|zst)$/.test(source.path);
    if (source.remote || !source.complete || unpacks) return undefined;
    const bytes = contextBytes(source.path, facts);
    if (bytes === undefined) return undefined;
    sum += bytes;
  }
  return sum;
}

function contextBytes(path: string, facts: Facts): number | undefined {
  const { context } = facts;
  if (!context.known || !context.complete) return undefined;
  const found = context.match(path);
  // What is not there now may be made before the build; then nothing is known of its size.
  if (found.length === 0) return undefined;
  let sum = 0;
  for (const entry of found) {
    const bytes = entry.type === 'directory' ? folderBytes(entry, facts) : entry.size;
    if (bytes === undefined) return undefined;
    sum += bytes;
  }
  return sum;
}

/** What of the folder gets past .dockerignore. */
function folderBytes(folder: ContextEntry, { context }: Facts): number | undefined {
  // What a folder holds that was not entered can't be told.
  const isUnentered = (path: string): boolean => context.has(`${path}/-`) === undefined;
  const below = context.entries.filter(({ path }) => path.startsWith(`${folder.path}/`));
  let sum = 0;
  for (const { path, type, size } of [folder, ...below]) {
    if (type === 'file' && !context.isIgnored(path)) sum += size;
    if (type !== 'directory' || !isUnentered(path) || context.isIgnored(path)) continue;
    const measured = context.measured(path);
    if (!measured?.complete) return undefined;
    sum += measured.bytes;
  }
  return sum;
}
