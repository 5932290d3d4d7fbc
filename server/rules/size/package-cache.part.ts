/** How a package manager's cache is kept out of a layer. */
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import type { ShellCommand, ShellScript } from '../../dockerfile/shell.ts';
import type { TextEdit } from '../../dockerfile/span.ts';
import { removeInstruction } from '../../edit/insert.ts';
import { appendCommand, removeItem } from '../../edit/shell-items.ts';
import { systemCommand, systemFamily } from '../../tools/system.ts';
import type { CacheKind } from '../../tools/cache-kinds.ts';
import { apkAddsAfter, usesListsLater } from './package-steps.part.ts';

export interface Leftover {
  readonly kind: CacheKind;
  readonly stage: Stage;
  readonly instruction: Instruction;
  /** It stands behind ONBUILD. */
  readonly triggered: boolean;
  readonly script: ShellScript;
  /** What fills the cache and is not followed by a clean-up, in order. */
  readonly commands: readonly ShellCommand[];
}

/** The flag, or the command that empties the cache. */
export function remedyText({ kind }: Leftover, command: ShellCommand): string {
  if (kind.remedy.kind === 'flag') return kind.remedy.flag;
  const sudo = command.wrappers.includes('sudo') ? 'sudo ' : '';
  return sudo + kind.remedy.text(command);
}

/** Undefined where no edit is safe. */
export function fixEdits(leftover: Leftover, model: DockerfileModel): readonly TextEdit[] | undefined {
  const { kind, commands, script } = leftover;
  if (script.exec || script.errors.length > 0) return undefined;
  if (kind.id === 'apk') return apkEdits(leftover, model);
  if (kind.remedy.kind === 'flag') return flagEdits(commands, kind.remedy.flag);
  if (kind.id === 'apt' && usesListsLater(leftover.instruction, leftover.stage, model)) return undefined;
  // The last command that needs what is removed: for apt every install behind the update, for lists that nothing seems
  // to use whatever follows (a script may install with them).
  const last = usesOwnLists(leftover)
    ? script.commands.findLast(
        (command) => commands.includes(command) || (kind.id === 'apt' && isApt(command)),
      )!
    : script.commands.at(-1)!;
  if (last.subshell && last.exact === false) return undefined;
  const edit = appendCommand(
    model,
    leftover.instruction,
    script,
    last.item,
    remedyText(leftover, commands.at(-1)!),
  );
  return edit && [edit];
}

/** False for `apt-get update` without an install of apt in the same RUN. */
export function usesOwnLists({ kind, script }: Leftover): boolean {
  return (
    kind.id !== 'apt' || script.commands.some((command) => isSystem(command, 'install', 'upgrade', 'other'))
  );
}

function isApt(command: ShellCommand): boolean {
  const system = systemCommand(command);
  return system !== undefined && systemFamily(system.tool) === 'apt';
}

function flagEdits(commands: readonly ShellCommand[], flag: string): TextEdit[] | undefined {
  const edits = commands.map((command) => {
    const verb = command.args.find(({ value }) => value === 'install');
    if (!command.exact || !verb) return undefined;
    return { span: { start: verb.span.end, end: verb.span.end }, newText: ` ${flag}` };
  });
  return edits.every((edit) => edit !== undefined) ? edits : undefined;
}

/** A fix that touches more instructions than this is nothing that anybody would read. */
const mostLaterInstalls = 100;

/** `--no-cache` fetches the index anew and keeps none: then `apk update` and `--update` have nothing left to do. */
function apkEdits(leftover: Leftover, model: DockerfileModel): TextEdit[] | undefined {
  const { commands, script, instruction, stage } = leftover;
  const updates = commands.filter((command) => isSystem(command, 'update'));
  const adds = commands.filter((command) => !updates.includes(command));
  // Without the index of this layer, later commands have to fetch their own.
  const later = apkAddsAfter(instruction, stage, model, mostLaterInstalls);
  if (later.length > mostLaterInstalls) return undefined;
  const flags = [...adds, ...later].map(noCacheEdit);
  const removals = updates.map((command) => updateRemoval(command, leftover, model));
  const edits = [...flags, ...removals];
  if (edits.every((edit) => edit !== undefined)) return edits;
  if (later.length > 0) return undefined;
  const cleanup = appendCommand(model, instruction, script, commands.at(-1)!.item, 'rm -rf /var/cache/apk/*');
  return cleanup && [cleanup];
}

function updateRemoval(
  command: ShellCommand,
  { script, instruction }: Leftover,
  model: DockerfileModel,
): TextEdit | undefined {
  if (script.items[command.item]?.simple !== true || command.conditional) return undefined;
  if (script.items.length === 1) return removeInstruction(model, instruction);
  return removeItem(model, script, command.item);
}

function noCacheEdit(command: ShellCommand): TextEdit | undefined {
  const verb = systemCommand(command)?.verb;
  if (!command.exact || !verb) return undefined;
  const update = command.args.find(({ value }) => /^(?:-U|--update|--update-cache)$/.test(value));
  if (update) return { span: update.span, newText: '--no-cache' };
  return { span: { start: verb.span.end, end: verb.span.end }, newText: ' --no-cache' };
}

/** A command of a system package manager that does one of these. */
export function isSystem(command: ShellCommand, ...actions: readonly string[]): boolean {
  const system = systemCommand(command);
  return system !== undefined && actions.includes(system.action);
}
