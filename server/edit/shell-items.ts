/** Edits of a RUN's chain of commands that keep the way it is broken into lines. */
import type { DockerfileModel, Instruction } from '../dockerfile/model.ts';
import type { ShellItem, ShellScript } from '../dockerfile/shell.ts';
import type { TextEdit } from '../dockerfile/span.ts';

/** A one-line RUN that would grow beyond this is continued on a new line. */
const comfortableLine = 100;

/**
 * Appends `command` behind the item of the script's chain, so that it only runs when the item succeeded. Undefined
 * where that can't be written: JSON form, an item in the background, a command that reads a heredoc.
 */
export function appendCommand(
  model: DockerfileModel,
  instruction: Instruction,
  script: ShellScript,
  itemIndex: number,
  command: string,
): TextEdit | undefined {
  const item = script.items[itemIndex];
  if (!item || script.exec || !script.heredoc !== (instruction.heredocs.length === 0)) return undefined;
  if (script.errors.length > 0 || script.items[itemIndex + 1]?.separator === '&') return undefined;
  const at = item.span.end;
  const rest = model.text.slice(at, script.span.end);
  if (/^[ \t]*&(?!&)/.test(rest)) return undefined;
  const newText = script.heredoc
    ? inHeredoc(model, script, itemIndex, command)
    : inChain(model, instruction, script, itemIndex, command);
  return { span: { start: at, end: at }, newText };
}

/** Lines of a heredoc go on after a failure unless `set -e` is on: there the link must be `&&`. */
function inHeredoc(model: DockerfileModel, script: ShellScript, itemIndex: number, command: string): string {
  const item = script.items[itemIndex]!;
  const follows = /^[ \t]*(&&|;)/.exec(model.text.slice(item.span.end))?.[1];
  if (follows !== undefined || !stopsOnError(script, itemIndex)) return ` && ${command}`;
  return model.eol + lineIndentation(model.text, item.span.start) + command;
}

/**
 * The text that puts `command` behind the last item of the script's chain, in the way it is broken into lines. Comment
 * lines (given without indentation) stand above the command.
 */
export function chainText(
  model: DockerfileModel,
  instruction: Instruction,
  script: ShellScript,
  command: string,
  comments: readonly string[],
): string {
  return inChain(model, instruction, script, script.items.length - 1, command, comments);
}

function inChain(
  model: DockerfileModel,
  instruction: Instruction,
  script: ShellScript,
  itemIndex: number,
  command: string,
  comments: readonly string[] = [],
): string {
  const { text, eol } = model;
  const single = comments.length === 0 && !command.includes('\n');
  const gaps = script.items.slice(1).map((item, i) => gapBefore(text, script, i + 1, item));
  const broken = gaps.find((gap) => gap.includes('\n'));
  const separator = chainSeparator(script, itemIndex);
  if (broken === undefined) {
    const ownLines = text.slice(instruction.span.start, instruction.span.end);
    const separated = separator === ';' ? `; ${command}` : ` && ${command}`;
    if (single && !ownLines.includes('\n') && ownLines.length + separated.length <= comfortableLine)
      return separated;
    const indentation = /\n([ \t]*)\S/.exec(ownLines)?.[1] ?? '    ';
    return leading(instruction, eol, indentation, separator, command, comments);
  }
  const lastLine = broken.slice(broken.lastIndexOf('\n') + 1);
  const indentation = /^[ \t]*/.exec(lastLine)![0];
  if (/&&|;/.test(lastLine)) return leading(instruction, eol, indentation, separator, command, comments);
  const link = separator === ';' ? ';' : ' &&';
  const above = comments.map((comment) => `${indentation}${comment}${eol}`).join('');
  return `${link} ${instruction.escape}${eol}${above}${indentation}${command}`;
}

function leading(
  instruction: Instruction,
  eol: string,
  indentation: string,
  separator: '&&' | ';',
  command: string,
  comments: readonly string[],
): string {
  const link = separator === ';' ? ';' : '';
  const above = comments.map((comment) => `${indentation}${comment}${eol}`).join('');
  return `${link} ${instruction.escape}${eol}${above}${indentation}${separator === ';' ? '' : '&& '}${command}`;
}

/** `;` only where the chain uses it and `set -e` makes it stop on an error. */
function chainSeparator(script: ShellScript, itemIndex: number): '&&' | ';' {
  const next = script.items[itemIndex + 1]?.separator ?? script.items[itemIndex]?.separator;
  return next === ';' && stopsOnError(script, itemIndex) ? ';' : '&&';
}

/** `set -e` (in any spelling) stands before the item. */
function stopsOnError(script: ShellScript, itemIndex: number): boolean {
  return script.commands.some(
    ({ name, item, args, subshell }) =>
      name === 'set' &&
      item < itemIndex &&
      !subshell &&
      args.some(({ value }) => /^-[a-z]*e/.test(value) || value === 'errexit'),
  );
}

function gapBefore(text: string, script: ShellScript, index: number, item: ShellItem): string {
  return text.slice(script.items[index - 1]!.span.end, item.span.start);
}

/** The blanks at the start of the line that holds `offset`. */
function lineIndentation(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start))![0];
}

/**
 * Takes an item out of the chain with the separator that joins it. Undefined where it is the only one, where the
 * separators around it differ (then the meaning could change), or where a comment stands between.
 */
export function removeItem(
  model: DockerfileModel,
  script: ShellScript,
  itemIndex: number,
): TextEdit | undefined {
  return removeItems(model, script, itemIndex, itemIndex);
}

/** The same for the items from `first` to `last`, both included. */
export function removeItems(
  model: DockerfileModel,
  script: ShellScript,
  first: number,
  last: number,
): TextEdit | undefined {
  const { items } = script;
  const from = items[first];
  const to = items[last];
  if (!from || !to || items.length <= last - first + 1 || script.exec || script.errors.length > 0)
    return undefined;
  const next = items[last + 1];
  const previous = items[first - 1];
  // The separators that go, and the one that stays.
  const separators = items.slice(first, last + 2).flatMap(({ separator }) => separator ?? []);
  if (separators.some((separator) => separator !== separators[0])) return undefined;
  const span =
    previous === undefined
      ? { start: from.span.start, end: next!.span.start }
      : { start: previous.span.end, end: to.span.end };
  const removed = model.text.slice(span.start, span.end);
  return /(?:^|\n)[ \t]*#/.test(removed) ? undefined : { span, newText: '' };
}
