/** The scripts of RUN instructions, those that ONBUILD leaves to other builds included. */
import type { DockerfileModel, Instruction, Stage } from '../dockerfile/model.ts';
import { shellOf, type ShellScript, type ShellWord } from '../dockerfile/shell.ts';

export interface RunScript {
  /** The RUN, or the RUN inside an ONBUILD. */
  readonly run: Instruction;
  readonly stage: Stage;
  readonly script: ShellScript;
}

/** Every RUN that a POSIX-like shell runs, in order. */
export function* runScripts(model: DockerfileModel): Generator<RunScript> {
  for (const stage of model.stages)
    for (const instruction of stage.instructions) {
      const run = instruction.keyword === 'ONBUILD' ? instruction.inner : instruction;
      if (run?.keyword !== 'RUN') continue;
      const script = shellOf(run, model);
      if (script) yield { run, stage, script };
    }
}

/** Does the document have the word at its span as the shell reads it? Not so where quoting or JSON changes it. */
export function isVerbatim({ text }: DockerfileModel, { span, raw }: ShellWord): boolean {
  return text.slice(span.start, span.end) === raw;
}
