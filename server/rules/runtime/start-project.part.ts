/** The project that a container starts, and its start command written anew. */
import { formatJsonForm } from '../../dockerfile/json-form.ts';
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import type { ShellCommand } from '../../dockerfile/shell.ts';
import type { TextEdit } from '../../dockerfile/span.ts';
import type { NodeProject } from '../../project/facts.ts';
import { folderOf, locate } from '../../tools/locate.ts';
import { resolvePath } from '../../tools/working-directory.ts';
import type { RuleContext } from '../rule.ts';
import { holdsComment } from '../../tools/start-command.ts';

/** The Node project whose package.json is in the directory that the start command begins in. */
export function startProject(
  instruction: Instruction,
  stage: Stage,
  { model, facts }: RuleContext,
): NodeProject | undefined {
  const path = resolvePath(instruction.state.workdir ?? stage.endState.workdir ?? '/', 'package.json');
  const origin = locate(path, { model, context: facts.context, stage, before: undefined });
  return origin && facts.project.node(folderOf(origin.path));
}

export interface WrittenCommand {
  readonly instruction: Instruction;
  readonly command: ShellCommand;
  /** The whole instruction is this one command. */
  readonly alone: boolean;
}

/** Puts other words in the command's place: the exec form, or at the end of a longer script `exec` and the words. */
export function commandEdit(
  words: readonly string[],
  { instruction, command, alone }: WrittenCommand,
  model: DockerfileModel,
): TextEdit | undefined {
  if (command.wrappers.some((wrapper) => wrapper !== 'exec') || command.assignments.length > 0)
    return undefined;
  if (alone && instruction.bodySpan && holdsComment(model, instruction.bodySpan)) return undefined;
  if (alone && instruction.bodySpan) return { span: instruction.bodySpan, newText: formatJsonForm(words) };
  // The end of a longer script: the program takes the place of the shell.
  const isPlain = words.every((word) => /^[\w./:=@,+-]+$/.test(word));
  const first = command.words[0]!;
  if (model.text.slice(first.span.start, first.span.end) !== first.raw) return undefined;
  if (!command.exact || command.conditional || command.redirects.length > 0 || !isPlain) return undefined;
  return { span: command.span, newText: `exec ${words.join(' ')}` };
}
