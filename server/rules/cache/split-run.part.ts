/** Takes the install out of a RUN that does more, so that the rest can run after the sources are copied. */
import type { DockerfileModel } from '../../dockerfile/model.ts';
import type { TextEdit } from '../../dockerfile/span.ts';
import { keywordCase } from '../../edit/insert.ts';
import type { CommandSite } from '../../tools/installs.ts';
import { nodeCommand } from '../../tools/node.ts';
import { systemCommand } from '../../tools/system.ts';

export interface SplitRun {
  /** Edits that leave only the install (and what prepares it) in the RUN. */
  readonly edits: readonly TextEdit[];
  /** A RUN instruction with what followed; undefined when nothing did. */
  readonly rest: string | undefined;
}

/** Commands that may stand in front of the install and need no sources either. */
function prepares(name: string): boolean {
  return name === 'set' || name === 'corepack' || name === 'cd' || name === 'echo' || name === 'mkdir';
}

/** Commands that only clean up behind an install: they stay with it. */
function cleansUp(command: CommandSite['command']): boolean {
  return (
    nodeCommand(command)?.kind === 'cache-clean' ||
    (command.name === 'rm' &&
      command.args.every(
        (word) => !/^\.\//.test(word.value) && /^(?:-|\/(?:root|tmp|var|usr)\b)/.test(word.value),
      ))
  );
}

/** Undefined when the RUN can't be taken apart with certainty. */
export function splitRun(site: CommandSite, model: DockerfileModel): SplitRun | undefined {
  const { script, command } = site;
  if (script.exec || script.heredoc || script.errors.length > 0 || !command.exact || command.conditional)
    return undefined;
  const items = script.items;
  const commandsOf = (item: number): CommandSite['command'][] =>
    script.commands.filter((one) => one.item === item);
  const prefix = items.slice(0, command.item);
  if (
    !prefix.every((_, i) =>
      commandsOf(i).every((one) => prepares(one.name) || isGlobalInstall(one) || systemCommand(one)),
    )
  )
    return undefined;
  let last = command.item;
  while (last + 1 < items.length && commandsOf(last + 1).every(cleansUp)) last++;
  if (last === items.length - 1) return { edits: [], rest: undefined };
  // `npm install || true` and pipes keep their meaning only as a whole.
  if (!items[command.item]!.simple) return undefined;
  const { text } = model;
  const next = items[last + 1]!;
  if (items.slice(last + 1).some(({ separator }) => separator !== '&&')) return undefined;
  const directories = prefix
    .flatMap((_, i) => commandsOf(i))
    .filter((one) => one.name === 'cd' || one.name === 'set');
  const repeated = directories.map((one) => `${text.slice(one.span.start, one.span.end)} && `).join('');
  const flags = site.instruction.flags
    .map((flag) => `${text.slice(flag.span.start, flag.span.end)} `)
    .join('');
  const tail = text.slice(next.span.start, site.instruction.span.end);
  return {
    edits: [{ span: { start: items[last]!.span.end, end: site.instruction.span.end }, newText: '' }],
    rest: `${keywordCase(model, 'RUN')} ${flags}${repeated}${tail}`,
  };
}

function isGlobalInstall(command: CommandSite['command']): boolean {
  return (
    nodeCommand(command)?.kind === 'other' &&
    command.args.some((word) => word.value === '-g' || word.value === '--global')
  );
}
