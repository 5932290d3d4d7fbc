/** Takes the install out of a RUN that does more, so that the rest can run after the sources are copied. */
import type { DockerfileModel } from '../../dockerfile/model.ts';
import type { TextEdit } from '../../dockerfile/span.ts';
import { keywordCase } from '../../edit/insert.ts';
import type { CommandSite } from '../../tools/installs.ts';
import { nodeCommand } from '../../tools/node.ts';
import { systemCommand } from '../../tools/system.ts';
import { isSetup } from './setup-command.part.ts';

export interface SplitRun {
  /** A RUN instruction with this command, in the same directory and with the same flags. */
  again(command: string): string;
  /** Edits that leave only the install (and what prepares it) in the RUN. */
  readonly edits: readonly TextEdit[];
  /** A RUN instruction with what followed; undefined when nothing did. */
  readonly rest: string | undefined;
}

/** Commands that may stand in front of the install and need no sources either. */
function prepares(command: CommandSite['command']): boolean {
  return command.name === 'cd' || command.name === 'mkdir' || isSetup(command);
}

/** What clean-up behind an install removes: caches and temporary files, by path or by variable. */
const cachePath =
  /^(?:-|\/(?:root|tmp|var|usr)\b|~|["']?\$\{?(?:HOME|BUNDLE_PATH|GEM_HOME|TMPDIR|\w*CACHE\w*)\b)/;
/** The tools' own clean-up. */
const cleaning: Readonly<Record<string, RegExp>> = {
  composer: /^(?:clear-?cache|cc)$/,
  bundle: /^clean$/,
  pip: /^cache$/,
  pip3: /^cache$/,
  poetry: /^cache$/,
  uv: /^cache$/,
};

/** The tool's own command that empties its cache. */
function emptiesCache(command: CommandSite['command']): boolean {
  return (
    nodeCommand(command)?.kind === 'cache-clean' ||
    cleaning[command.name]?.test(command.args[0]?.value ?? '') === true
  );
}

/** Commands that only clean up behind an install: they stay with it. */
function cleansUp(command: CommandSite['command']): boolean {
  const system = systemCommand(command);
  return (
    emptiesCache(command) ||
    system?.action === 'remove' ||
    system?.action === 'clean' ||
    (command.name === 'rm' && command.args.every(({ raw }) => cachePath.test(raw)))
  );
}

/** May stand beside the install in its own link: another try of it, and what needs no sources. */
function staysWith(one: CommandSite['command'], install: CommandSite['command']): boolean {
  const node = nodeCommand(one);
  if (node) return node.kind === 'install' || node.kind === 'cache-clean';
  return (
    one.name === install.name ||
    prepares(one) ||
    cleansUp(one) ||
    /^(?:true|:|echo|printf|exit|sleep|false|test|\[|set|tee|cat|grep|yes)$/.test(one.name)
  );
}

/** Undefined when the RUN can't be taken apart with certainty. */
export function splitRun(site: CommandSite, model: DockerfileModel): SplitRun | undefined {
  const { script, command } = site;
  if (script.exec || script.heredoc || script.errors.length > 0 || !command.exact || command.conditional)
    return undefined;
  const items = script.items;
  const byItem = new Map<number, CommandSite['command'][]>();
  for (const one of script.commands) {
    const known = byItem.get(one.item);
    if (known) known.push(one);
    else byItem.set(one.item, [one]);
  }
  const commandsOf = (item: number): CommandSite['command'][] => byItem.get(item) ?? [];
  const prefix = items.slice(0, command.item);
  if (
    !prefix.every((_, i) =>
      commandsOf(i).every((one) => prepares(one) || isGlobalInstall(one) || systemCommand(one)),
    )
  )
    return undefined;
  // What is in one link with the install, a subshell or an alternative, can't follow it later.
  if (!commandsOf(command.item).every((one) => one === command || staysWith(one, command))) return undefined;
  let last = command.item;
  while (last + 1 < items.length && commandsOf(last + 1).every(cleansUp)) last++;
  const { text } = model;
  const written = ({ span }: CommandSite['command']): string => text.slice(span.start, span.end);
  const repeated = prefix
    .flatMap((_, i) => commandsOf(i))
    .filter(({ name }) => name === 'cd' || name === 'set' || name === 'export')
    .map((one) => `${written(one)} && `)
    .join('');
  const flags = site.instruction.flags
    .map((flag) => `${text.slice(flag.span.start, flag.span.end)} `)
    .join('');
  const again = (command: string): string => `${keywordCase(model, 'RUN')} ${flags}${repeated}${command}`;
  if (last === items.length - 1) return { edits: [], rest: undefined, again };
  // `npm install || true` and pipes keep their meaning only as a whole.
  if (!items[command.item]!.simple) return undefined;
  const next = items[last + 1]!;
  if (items.slice(last + 1).some(({ separator }) => separator !== '&&')) return undefined;
  const tail = text.slice(next.span.start, site.instruction.span.end);
  // What the tail cleans up at its end is in the layer of the install by now.
  const cleaned = items
    .slice(last + 1)
    .map((_, i) => commandsOf(last + 1 + i))
    .filter(
      (commands) => commands.length === 1 && commands[0]!.name === command.name && emptiesCache(commands[0]!),
    )
    .map(([one]) => ` && ${written(one!)}`);
  return {
    edits: [
      { span: { start: items[last]!.span.end, end: site.instruction.span.end }, newText: cleaned.join('') },
    ],
    rest: again(tail),
    again,
  };
}

function isGlobalInstall(command: CommandSite['command']): boolean {
  return (
    nodeCommand(command)?.kind === 'other' &&
    command.args.some((word) => word.value === '-g' || word.value === '--global')
  );
}
