/** Scripts of the build context that are run as programs, but have no permission to run. */
import { readCopy, type Copy } from '../../dockerfile/copies.ts';
import type { Instruction, Stage } from '../../dockerfile/model.ts';
import { shellOf, type ShellCommand, type ShellScript, type ShellWord } from '../../dockerfile/shell.ts';
import { lineage } from '../../dockerfile/stages.ts';
import type { Span } from '../../dockerfile/span.ts';
import type { Facts, RuleContext } from '../rule.ts';
import { locate, type Origin } from '../../tools/locate.ts';
import { programFolders } from '../../tools/program-folders.ts';
import { runCommands } from '../../tools/installs.ts';
import { startCommand, startedStages } from '../../tools/start-command.ts';
import { resolvePath } from '../../tools/working-directory.ts';

export interface NotExecutable {
  readonly span: Span;
  readonly instruction: Instruction;
  /** Of a RUN; undefined for ENTRYPOINT and CMD. */
  readonly run: { readonly script: ShellScript; readonly command: ShellCommand } | undefined;
  /** As it is called. */
  readonly word: string;
  /** Absolute path in the image. */
  readonly path: string;
  readonly origin: Origin;
  readonly copy: Copy | undefined;
}

/** Only what the file system says for certain, and what nothing in the Dockerfile mends. */
export function* findNotExecutable({ model, facts }: RuleContext): Iterable<NotExecutable> {
  if (model.isWindows || !facts.context.known) return;
  const found = (
    stage: Stage,
    instruction: Instruction,
    path: string | undefined,
    word: ShellWord,
  ): Omit<NotExecutable, 'run'> | undefined => {
    const origin =
      path === undefined
        ? undefined
        : locate(path, { model, context: facts.context, stage, before: instruction });
    if (path === undefined || !origin || origin.assumed || isExecutable(origin.path, facts) !== false)
      return undefined;
    const copy = readCopy(origin.instruction);
    if (copy?.chmod !== undefined || isMended(path, instruction, { model, facts })) return undefined;
    return { span: word.span, instruction, word: word.raw, path, origin, copy };
  };
  for (const { command, script, instruction, stage, directory } of runCommands(model)) {
    const [program] = command.words;
    if (!program?.literal || !program.value.includes('/') || !command.exact) continue;
    const path = inImage(program.value, directory);
    const one = found(stage, instruction, path, program);
    if (one) yield { ...one, run: { script, command } };
  }
  for (const stage of startedStages(model)) {
    const { entrypoint, cmd } = startCommand(stage);
    for (const instruction of [entrypoint, entrypoint ? undefined : cmd]) {
      const command = instruction && shellOf(instruction, model)?.commands[0];
      const program = command?.words[0];
      if (!instruction || !program?.literal) continue;
      const { workdir } = stage.endState;
      const paths = program.value.includes('/')
        ? [inImage(program.value, workdir)]
        : programFolders.map((folder) => `${folder}/${program.value}`);
      for (const path of paths) {
        const one = found(stage, instruction, path, program);
        if (one) yield { ...one, run: undefined };
      }
    }
  }
}

function inImage(program: string, directory: string | undefined): string | undefined {
  if (program.startsWith('/')) return program;
  return directory === undefined ? undefined : resolvePath(directory, program);
}

/** Undefined: the file system does not tell, or it is no script that is read. */
function isExecutable(path: string, { project }: Facts): boolean | undefined {
  const script = project.script(path);
  if (script) return script.executable;
  for (const each of project.projects)
    if ((each.kind === 'maven' || each.kind === 'gradle') && each.wrapper?.script === path)
      return each.wrapper.executable;
  return undefined;
}

/** Some script of the context has the permission: then this copy of the repository keeps them, and a missing one is no accident of a download. */
export function keepsModes({ facts }: RuleContext): boolean {
  const { context, project } = facts;
  return (
    context.entries.some(({ path, type }) => type === 'file' && project.script(path)?.executable === true) ||
    project.projects.some(
      (each) => (each.kind === 'maven' || each.kind === 'gradle') && each.wrapper?.executable === true,
    )
  );
}

/** A chmod above, or in the same RUN, that may have been for the file; another way to set permissions too. */
function isMended(path: string, before: Instruction, { model }: RuleContext): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const stages = new Set(lineage(before.stage!));
  for (const { command, instruction, stage } of runCommands(model)) {
    // What another stage changed may have come from there.
    if (stages.has(stage) && instruction.index > before.index) continue;
    if (command.name === 'install') return true;
    if (command.name !== 'chmod' && command.name !== 'setfacl') continue;
    const isFor = ({ value, literal }: ShellWord): boolean =>
      !literal || value.includes('*') || value.endsWith(name);
    if (command.args.some((word) => isFor(word) || /^-\w*R|^--recursive$/.test(word.value))) return true;
  }
  return false;
}
