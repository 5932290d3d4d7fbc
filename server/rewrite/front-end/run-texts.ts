/** RUNs that work for a front end and for the rest of the image, taken apart. */
import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import { shellOf, type ShellCommand, type ShellItem, type ShellScript } from '../../dockerfile/shell.ts';
import { applyEdits, type TextEdit } from '../../dockerfile/span.ts';
import { keywordCase } from '../../edit/insert.ts';
import { workingDirectory } from '../../tools/working-directory.ts';
import { removeWord } from '../../edit/words.ts';

export type Part = 'front' | 'rest' | 'setting' | 'idle';

export interface RunLink {
  readonly item: ShellItem;
  readonly part: Part;
  readonly commands: readonly ShellCommand[];
  /** Where it runs; undefined when that can't be followed. */
  readonly directory: string | undefined;
}

export interface SortedRun {
  readonly instruction: Instruction;
  readonly script: ShellScript;
  readonly links: readonly RunLink[];
  readonly has: ReadonlySet<Part>;
  /** Its links are joined by `&&` only, so that some of them can stand alone. */
  readonly splittable: boolean;
}

const settings: ReadonlySet<string> = new Set(['cd', 'set', 'export', 'umask']);
const idle: ReadonlySet<string> = new Set(['echo', 'ls', 'pwd', 'true', ':', 'date', 'whoami']);

/** Undefined when a link works for both, or the RUN can't be read. */
export function sortRun(
  instruction: Instruction,
  model: DockerfileModel,
  isFront: (command: ShellCommand) => boolean,
): SortedRun | undefined {
  const script = shellOf(instruction, model);
  if (!script || script.errors.length > 0 || script.exec) return undefined;
  const links: RunLink[] = [];
  for (const [i, item] of script.items.entries()) {
    const commands = script.commands.filter((command) => command.item === i);
    const working = commands.filter(({ name }) => !settings.has(name) && !idle.has(name));
    const front = working.filter(isFront).length;
    if (front > 0 && front < working.length) return undefined;
    const part: Part =
      front > 0
        ? 'front'
        : working.length > 0
          ? 'rest'
          : commands.some(({ name }) => settings.has(name))
            ? 'setting'
            : 'idle';
    const first = commands[0];
    links.push({ item, part, commands, directory: first && workingDirectory(instruction, script, first) });
  }
  const splittable =
    !script.heredoc && script.items.every(({ separator }) => separator === undefined || separator === '&&');
  return { instruction, script, links, has: new Set(links.map(({ part }) => part)), splittable };
}

/** Only `cd`: where it leads is written anew. */
function isMove({ commands }: RunLink): boolean {
  return commands.every(({ name }) => name === 'cd');
}

/**
 * The RUN with these links alone, begun in `from`; undefined when one of them runs in an unknown place. Each stands in its
 * own folder as before.
 */
export function runWith(
  run: SortedRun,
  keeps: (link: RunLink) => boolean,
  from: string,
  model: DockerfileModel,
  edits: readonly TextEdit[] = [],
): string | undefined {
  const { instruction } = run;
  const last = run.links.findLastIndex(keeps);
  const parts: string[] = [];
  let current = from;
  for (const [i, link] of run.links.entries()) {
    const isSetting = link.part === 'setting' && i < last && !isMove(link);
    if (!keeps(link) && !isSetting) continue;
    if (link.directory === undefined) return undefined;
    if (keeps(link) && link.directory !== current) {
      parts.push(`cd ${link.directory}`);
      current = link.directory;
    }
    parts.push(editedText(link, model, edits));
  }
  const flags = instruction.flags.map(({ span }) => model.text.slice(span.start, span.end));
  const indentation = /\n([ \t]+)\S/.exec(
    model.text.slice(instruction.span.start, instruction.span.end),
  )?.[1];
  const body = parts.join(indentation === undefined ? ' && ' : ` ${model.escape}\n${indentation}&& `);
  return [keywordCase(model, 'RUN'), ...flags, body].join(' ');
}

function editedText({ item }: RunLink, { text }: DockerfileModel, edits: readonly TextEdit[]): string {
  const { start, end } = item.span;
  const own = edits.filter(({ span }) => span.start >= start && span.end <= end);
  return applyEdits(
    text.slice(start, end),
    own.map(({ span, newText }) => ({ span: { start: span.start - start, end: span.end - start }, newText })),
  );
}

const directoryOptions = /^(?:--prefix|--cwd|--dir|-C)(?:=|$)/;

/** Removes `--prefix client` from commands that are moved into that folder. */
export function withoutDirectory(commands: Iterable<ShellCommand>, model: DockerfileModel): TextEdit[] {
  return [...commands].flatMap(({ words }) => {
    // What follows `--` is for the script.
    const end = words.findIndex(({ value }) => value === '--');
    return words.slice(0, end < 0 ? undefined : end).flatMap((word, i) => {
      if (!directoryOptions.test(word.value)) return [];
      const value = word.value.includes('=') ? undefined : words[i + 1];
      return [removeWord(model, word.span), ...(value ? [removeWord(model, value.span)] : [])];
    });
  });
}
