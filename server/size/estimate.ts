/** What an image weighs on disk, as far as it can be known before the build. */
import { readCopy } from '../dockerfile/copies.ts';
import type { DockerfileModel, Stage } from '../dockerfile/model.ts';
import { finalStage, lineageInstructions, rootBase } from '../dockerfile/stages.ts';
import type { Facts } from '../rules/rule.ts';
import { runCommands } from '../tools/installs.ts';

/**
 * Bytes on disk of the image that the last stage makes; undefined when a part of it can't be known: an unknown
 * base, or a RUN or COPY --from whose result only a build shows.
 */
export function estimateImage(model: DockerfileModel, facts: Facts): number | undefined {
  const last = finalStage(model);
  if (!last) return undefined;
  const base = baseBytes(last, facts);
  if (base === undefined) return undefined;
  let sum = base;
  for (const instruction of lineageInstructions(last)) {
    const copy = readCopy(instruction);
    if (copy) {
      if (copy.from !== undefined) return undefined;
      for (const source of copy.sources) {
        const bytes = source.remote ? undefined : contextBytes(source.path, facts);
        if (bytes === undefined) return undefined;
        sum += bytes;
      }
    } else if (
      instruction.keyword === 'RUN' &&
      [...runCommands(model)].some((site) => site.instruction === instruction && writes(site.command.name))
    )
      return undefined;
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

/** Commands whose effect on the size is nothing worth counting. */
function writes(name: string): boolean {
  return ![
    'mkdir',
    'chown',
    'chmod',
    'useradd',
    'groupadd',
    'adduser',
    'addgroup',
    'set',
    'echo',
    'true',
    'rm',
    'ln',
  ].includes(name);
}

function contextBytes(path: string, facts: Facts): number | undefined {
  const { context } = facts;
  if (!context.known || !context.complete) return undefined;
  let sum = 0;
  for (const entry of context.match(path)) {
    const measured =
      entry.type === 'file' ? { bytes: entry.size, complete: true } : context.measured(entry.path);
    if (!measured?.complete) return undefined;
    sum += measured.bytes;
  }
  return sum;
}
