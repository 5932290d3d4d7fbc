/** Build tools of Java that projects bring along as scripts: `./mvnw`, `sh gradlew`. */
import type { ShellCommand, ShellWord } from '../dockerfile/shell.ts';

export interface BuildToolCommand {
  readonly command: ShellCommand;
  /** The word that names the tool or its wrapper. */
  readonly program: ShellWord;
  readonly isWrapper: boolean;
  /** Words that are neither options nor their values, in order: goals of Maven, tasks of Gradle. */
  readonly operands: readonly ShellWord[];
  readonly options: readonly BuildOption[];
  /** The last value of one of these options; undefined when none is given. */
  value(...names: string[]): string | undefined;
  has(...names: string[]): boolean;
}

export interface BuildOption {
  readonly name: string;
  readonly value: string | undefined;
  /** The option, and its value when that is a word of its own. */
  readonly words: readonly ShellWord[];
}

interface Syntax {
  readonly names: RegExp;
  readonly wrapper: string;
  /** Options whose value is the next word. */
  readonly valueOptions: ReadonlySet<string>;
  /** Letters of short options that may have their value attached: `-DskipTests`. */
  readonly attached: RegExp;
}

/** Also looks through the shell that a script is given to. Their long options have one dash as often as two. */
export function buildToolCommand(command: ShellCommand, syntax: Syntax): BuildToolCommand | undefined {
  const tool = toolOf(command, syntax.names);
  if (!tool) return undefined;
  const operands: ShellWord[] = [];
  const options: BuildOption[] = [];
  for (let i = 0; i < tool.args.length; i++) {
    const word = tool.args[i]!;
    const text = word.value;
    const attached = /^(--[\w-]+)=(.*)$/.exec(text) ?? syntax.attached.exec(text);
    if (!text.startsWith('-')) operands.push(word);
    else if (syntax.valueOptions.has(text)) {
      const value = tool.args[++i];
      options.push({ name: text, value: value?.value, words: value ? [word, value] : [word] });
    } else if (attached) options.push({ name: attached[1]!, value: attached[2]!, words: [word] });
    else options.push({ name: text, value: undefined, words: [word] });
  }
  const matching = (names: readonly string[]): readonly BuildOption[] =>
    options.filter(({ name }) => names.includes(name));
  return {
    command,
    program: tool.program,
    isWrapper: tool.name === syntax.wrapper,
    operands,
    options,
    value: (...names) => matching(names).at(-1)?.value,
    has: (...names) => matching(names).length > 0,
  };
}

function toolOf(
  { name, words, args }: ShellCommand,
  names: RegExp,
): { readonly name: string; readonly program: ShellWord; readonly args: readonly ShellWord[] } | undefined {
  if (names.test(name)) return { name, program: words[0]!, args };
  if (!/^(?:sh|bash|ash|dash)$/.test(name)) return undefined;
  const [script, ...rest] = args;
  const base = script?.value.replace(/^.*\//, '') ?? '';
  return script && names.test(base) ? { name: base, program: script, args: rest } : undefined;
}
