/** Reading a command's options from its shell words. */
import type { ShellCommand, ShellWord } from '../dockerfile/shell.ts';

export interface ParsedOptions {
  /** Words that are not options or option values, in order; the first is usually the subcommand. */
  readonly operands: readonly ShellWord[];
  has(...names: string[]): boolean;
  /** Last value of an option given as `--name value`, `--name=value` or `-nvalue`; '' when it has none. */
  value(...names: string[]): string | undefined;
  /** Every value of an option that may be given several times. */
  values(...names: string[]): readonly string[];
  /** The words of an option (and its value, when that is a word of its own). */
  words(...names: string[]): readonly ShellWord[];
}

interface Option {
  readonly name: string;
  readonly value: string | undefined;
  readonly words: readonly ShellWord[];
}

/**
 * `takesValue` names the options whose value is the next word. What follows `--` is operand. A word whose text is
 * not known (a variable) counts as an operand.
 */
export function parseOptions(
  command: Pick<ShellCommand, 'args'>,
  takesValue: ReadonlySet<string>,
): ParsedOptions {
  const operands: ShellWord[] = [];
  const options: Option[] = [];
  const { args } = command;
  for (let i = 0; i < args.length; i++) {
    const word = args[i]!;
    const text = word.value;
    if (text === '--') {
      operands.push(...args.slice(i + 1));
      break;
    }
    if (!text.startsWith('-') || text === '-') operands.push(word);
    else if (text.startsWith('--')) {
      const equals = text.indexOf('=');
      const name = equals < 0 ? text : text.slice(0, equals);
      const next = equals < 0 && takesValue.has(name) ? args[i + 1] : undefined;
      options.push({
        name,
        value: equals < 0 ? next?.value : text.slice(equals + 1),
        words: next ? [word, next] : [word],
      });
      if (next) i++;
    } else i += readShort(text, word, args[i + 1], takesValue, options);
  }
  const matching = (names: readonly string[]): Option[] => options.filter(({ name }) => names.includes(name));
  return {
    operands,
    has: (...names) => matching(names).length > 0,
    value: (...names) => {
      const last = matching(names).at(-1);
      return last && (last.value ?? '');
    },
    values: (...names) => matching(names).flatMap(({ value }) => value ?? []),
    words: (...names) => matching(names).flatMap(({ words }) => words),
  };
}

/** `-yqq`, `-r file`, `-rfile`. Returns how many further words it used. */
function readShort(
  text: string,
  word: ShellWord,
  next: ShellWord | undefined,
  takesValue: ReadonlySet<string>,
  options: Option[],
): number {
  for (let i = 1; i < text.length; i++) {
    const name = `-${text[i]!}`;
    if (!takesValue.has(name)) {
      options.push({ name, value: undefined, words: [word] });
      continue;
    }
    const rest = text.slice(i + 1).replace(/^=/, '');
    if (rest !== '') options.push({ name, value: rest, words: [word] });
    else options.push({ name, value: next?.value, words: next ? [word, next] : [word] });
    return rest === '' && next ? 1 : 0;
  }
  return 0;
}

/** The same for words that stand for themselves (a package.json script's, say). */
export function parseOptionWords(values: readonly string[], takesValue: ReadonlySet<string>): ParsedOptions {
  const args = values.map((value) => ({
    raw: value,
    value,
    literal: true,
    variables: [],
    span: { start: 0, end: 0 },
  }));
  return parseOptions({ args }, takesValue);
}
