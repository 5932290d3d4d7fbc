/** The user's COPY in another stage or place. */
import type { Copy } from '../dockerfile/copies.ts';
import type { DockerfileModel } from '../dockerfile/model.ts';
import { applyEdits, type TextEdit } from '../dockerfile/span.ts';
import { shorten } from '../tools/install-inputs.ts';

export interface CopyPlace {
  /** The working directory in force where it is written. */
  readonly workdir: string | undefined;
  /** False: files belong to root, whatever the user said. Throw-away stages don't have the final image's accounts. */
  readonly keepsOwner: boolean;
}

/** The instruction's text, with the target written so that it means the same folder there. */
export function copyText(copy: Copy, model: DockerfileModel, place: CopyPlace): string {
  const { instruction, destinationWord, target } = copy;
  const { text } = model;
  const edits: TextEdit[] = [];
  const owner = instruction.flags.find(({ name }) => name === 'chown');
  if (owner && !place.keepsOwner) {
    const gap = /^\s*/.exec(text.slice(owner.span.end))![0].length;
    edits.push({ span: { start: owner.span.start, end: owner.span.end + gap }, newText: '' });
  }
  const isRelative = !/^["']?(?:\/|\$)/.test(destinationWord.raw);
  if (isRelative && target !== undefined && instruction.state.workdir !== place.workdir) {
    const moved =
      copy.intoDirectory || copy.sources.some(({ path }) => path === '.')
        ? shorten(target, place.workdir)
        : target;
    edits.push({ span: destinationWord.span, newText: instruction.json ? JSON.stringify(moved) : moved });
  }
  const { start, end } = instruction.span;
  return applyEdits(
    text.slice(start, end),
    edits.map((edit) => ({ ...edit, span: { start: edit.span.start - start, end: edit.span.end - start } })),
  );
}
