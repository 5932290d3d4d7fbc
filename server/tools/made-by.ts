/** Which instruction of a stage makes a path, for whoever looks at `COPY --from`. */
import type { ContextFacts } from '../context/facts.ts';
import { readCopy } from '../dockerfile/copies.ts';
import type { DockerfileModel, Instruction, Stage } from '../dockerfile/model.ts';
import { resolveWord, shellOf } from '../dockerfile/shell.ts';
import type { ShellCommand } from '../dockerfile/shell.ts';
import { lineageInstructions } from '../dockerfile/stages.ts';
import type { ProjectFacts } from '../project/facts.ts';
import { locate } from './locate.ts';
import { resolvePath, workingDirectory } from './working-directory.ts';

export interface Maker {
  readonly instruction: Instruction;
  /** The command of a RUN. */
  readonly command: ShellCommand | undefined;
  /** The file or folder of the context that a copy brought. */
  readonly origin: string | undefined;
}

/** Read what they name, or change it in place. */
const noMakers =
  /^(?:cd|rm|rmdir|ls|test|\[|echo|printf|export|chmod|chown|chgrp|cat|find|grep|stat|du|strip|upx|touch|set|which)$/;
/** The last word is what they write. */
const movers = /^(?:cp|mv|ln|install|rsync)$/;

/**
 * The last instruction that is seen to make the absolute path, or something at it. `outputs` are commands whose
 * results are known from the project (`npm run build` → dist). Undefined when none is.
 */
export function makerOf(
  path: string,
  stage: Stage,
  facts: { readonly model: DockerfileModel; readonly context: ContextFacts; readonly project: ProjectFacts },
  outputs: readonly { readonly command: ShellCommand; readonly output: string }[],
): Maker | undefined {
  const origin = locate(path, { ...facts, stage, before: undefined });
  for (const instruction of [...lineageInstructions(stage)].reverse()) {
    const command = commandFor(path, instruction, facts.model, outputs);
    if (command) return { instruction, command, origin: undefined };
    if (origin?.instruction === instruction) return { instruction, command: undefined, origin: origin.path };
    const copy = readCopy(instruction);
    if (copy?.target === undefined) continue;
    const { target } = copy;
    const names = copy.sources.map((source) => `${target}/${source.path.split('/').pop() ?? ''}`);
    if (target === path || (copy.intoDirectory && names.includes(path)))
      return { instruction, command: undefined, origin: undefined };
  }
  return undefined;
}

function commandFor(
  path: string,
  instruction: Instruction,
  model: DockerfileModel,
  outputs: readonly { readonly command: ShellCommand; readonly output: string }[],
): ShellCommand | undefined {
  const script = instruction.keyword === 'RUN' ? shellOf(instruction, model) : undefined;
  return script?.commands.findLast((command) => {
    if (outputs.some((each) => each.command === command && each.output === path)) return true;
    const directory = workingDirectory(instruction, script, command);
    if (directory === undefined) return false;
    const isPath = (written: string | undefined): boolean =>
      written !== undefined && written !== '' && resolvePath(directory, written) === path;
    const redirected = command.redirects.some(
      ({ operator, target }) =>
        operator.includes('>') && target !== undefined && isPath(resolveWord(target, instruction.state)),
    );
    if (redirected) return true;
    if (noMakers.test(command.name)) return false;
    const words = movers.test(command.name) ? command.args.slice(-1) : command.args;
    return words.some((word) => {
      const value = resolveWord(word, instruction.state);
      // `--output=/app/bin` and `-o/app/bin` name it, too.
      return isPath(value) || isPath(/^--?[\w-]+=(.+)$/.exec(value ?? '')?.[1]);
    });
  });
}
