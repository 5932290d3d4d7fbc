/** Commands of the build that would lose the rights they had. */
import type { DockerfileModel, Instruction } from '../dockerfile/model.ts';
import { shellOf } from '../dockerfile/shell.ts';
import { isRoot } from '../tools/users.ts';
import type { RuleContext } from '../rules/rule.ts';
import { systemCommand } from '../tools/system.ts';

/** Programs that change accounts, owners or the system: no other user may. */
const privileged: ReadonlySet<string> = new Set([
  'chown', 'chgrp', 'useradd', 'usermod', 'groupadd', 'groupmod', 'adduser', 'addgroup', 'update-ca-certificates', 'ldconfig', 'locale-gen', 'setcap', 'corepack',
]); // prettier-ignore

/** RUN instructions that ran as root and need to, and would run as somebody else; each the beginning of a sentence. */
export function lostRights(before: RuleContext, after: RuleContext): string[] {
  const had = new Set(
    privilegedRuns(before, true).map((instruction) => commandsOf(instruction, before.model)),
  );
  return privilegedRuns(after, false).flatMap((instruction) => {
    const text = commandsOf(instruction, after.model);
    const short = text.length > 60 ? `${text.slice(0, 57)}…` : text;
    return had.has(text)
      ? [`\`RUN ${short}\` would run as ${instruction.state.user!}, who may not do that`]
      : [];
  });
}

function privilegedRuns({ model }: RuleContext, asRoot: boolean): Instruction[] {
  return model.instructions.filter((instruction) => {
    if (instruction.keyword !== 'RUN') return false;
    const { user } = instruction.state;
    if ((user === undefined || isRoot(user) !== false) !== asRoot) return false;
    const commands = shellOf(instruction, model)?.commands ?? [];
    return commands.some((command) => systemCommand(command) !== undefined || privileged.has(command.name));
  });
}

/** What it runs, without flags, continuations and the width of spaces. */
function commandsOf({ span, bodySpan }: Instruction, { text }: DockerfileModel): string {
  return text
    .slice(bodySpan?.start ?? span.start, span.end)
    .replace(/\\?\s+/g, ' ')
    .trim();
}
