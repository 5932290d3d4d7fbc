/** One COPY of a folder as copies of its parts. */
import type { Copy } from '../../dockerfile/copies.ts';
import type { DockerfileModel } from '../../dockerfile/model.ts';
import type { Facts } from '../../rules/rule.ts';
import { shorten } from '../../tools/install-inputs.ts';

export interface Part {
  /** Absolute paths in the stage it comes from, and in the final one. */
  readonly from: string;
  readonly to: string;
  /** Otherwise a folder. */
  readonly isFile: boolean;
}

/** Lines with the copy's own flags and spelling. */
export function partLines(copy: Copy, model: DockerfileModel, parts: readonly Part[]): string[] {
  const { instruction, sources } = copy;
  const head = model.text.slice(instruction.span.start, sources[0]!.word.span.start);
  const { workdir } = instruction.state;
  return parts.map(({ from, to, isFile }) => {
    const target = shorten(isFile ? to.slice(0, to.lastIndexOf('/')) || '/' : to, workdir);
    return `${head}${from} ${isFile ? target : target.replace(/(?<=.)\/$/, '')}`;
  });
}

/** Files of settings that the copy brings, and that a library reads by itself. */
export function holdsSettings(directory: string, { context }: Facts): boolean {
  return context
    .children(directory)
    .some(({ path }) => /(?:^|\/)\.env[^/]*$/.test(path) && !context.isIgnored(path));
}
