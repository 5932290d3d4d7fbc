/** Joining two RUN instructions that follow each other. */
import type { DockerfileModel, Instruction } from '../dockerfile/model.ts';
import { shellOf, type ShellCommand, type ShellScript } from '../dockerfile/shell.ts';
import type { TextEdit } from '../dockerfile/span.ts';
import { chainText } from './shell-items.ts';

/**
 * The edit that makes one RUN of two neighbours, comments between them included. Undefined where joined they would do
 * something else: other flags, a `cd` or variable that lasts, a chain in the second that goes on after a failure.
 */
export function joinRuns(
  model: DockerfileModel,
  first: Instruction,
  second: Instruction,
): TextEdit | undefined {
  const before = plainScript(first, model);
  const behind = plainScript(second, model);
  if (!before || !behind || second.index !== first.index + 1 || first.stage !== second.stage)
    return undefined;
  if (flagsText(first, model) !== flagsText(second, model)) return undefined;
  if (before.commands.some(lasts) || !stopsAtFailure(behind, model)) return undefined;
  const { text } = model;
  const lastItem = before.items.at(-1)!;
  // A comment, `&` or `;` behind the last command.
  if (text.slice(lastItem.span.end, first.span.end).trim() !== '') return undefined;
  const between = text.slice(first.span.end, second.span.start);
  const comments = between
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const command = text.slice(second.bodySpan!.start, second.span.end);
  return {
    span: { start: lastItem.span.end, end: second.span.end },
    newText: chainText(model, first, before, command, comments),
  };
}

/** A script in shell form without heredocs, that can be read. */
function plainScript(instruction: Instruction, model: DockerfileModel): ShellScript | undefined {
  if (instruction.keyword !== 'RUN' || instruction.heredocs.length > 0 || !instruction.bodySpan)
    return undefined;
  const script = shellOf(instruction, model);
  return script && !script.exec && script.errors.length === 0 && script.items.length > 0 ? script : undefined;
}

function flagsText({ flags }: Instruction, { text }: DockerfileModel): string {
  return flags
    .map(({ span }) => text.slice(span.start, span.end))
    .sort()
    .join(' ');
}

/** Commands whose effect on the shell would reach the second script. */
const lasting: ReadonlySet<string> = new Set([
  'cd', 'pushd', 'popd', 'export', 'unset', 'set', 'shopt', 'source', '.', 'exec', 'exit', 'trap', 'umask', 'ulimit', 'alias', 'eval', 'readonly',
  'declare', 'typeset', 'local', 'read', 'wait', '',
]); // prettier-ignore

function lasts({ name, subshell, wrappers, words }: ShellCommand): boolean {
  if (wrappers.includes('exec')) return true;
  // Assignments without a command have no words; a program in a variable may be anything.
  return !subshell && (words.length === 0 || lasting.has(name));
}

/** Behind `&&` a chain of `&&` stops with what stands before it; `;` and `||` would go on. */
function stopsAtFailure({ items, span }: ShellScript, { text }: DockerfileModel): boolean {
  const ends = text.slice(items.at(-1)!.span.end, span.end).trim();
  if (ends !== '' || items.slice(1).some(({ separator }) => separator !== '&&')) return false;
  return items.every(
    ({ span: item, simple }) => simple || !/\|\||&(?!&)\s*$/.test(text.slice(item.start, item.end)),
  );
}
