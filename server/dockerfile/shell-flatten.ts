/** unbash's tree → ShellScript. With shell.ts the only importer of unbash. */
import { parse, type ParsedScript } from 'unbash';
import type { LogicalText } from './model.ts';
import type {
  ShellAssignment,
  ShellCommand,
  ShellItem,
  ShellRedirect,
  ShellScript,
  ShellWord,
} from './shell-model.ts';
import type { Span } from './span.ts';

type Statement = ParsedScript['commands'][number];
type Node = Statement['command'];
type AndOrNode = Extract<Node, { type: 'AndOr' }>;
type CommandNode = Extract<Node, { type: 'Command' }>;
type Word = NonNullable<CommandNode['name']>;
type Part = NonNullable<Word['parts']>[number];

/** How a place in the script maps to the document. */
export interface Place {
  spanOf(start: number, end: number): Span;
  readonly exact: boolean;
}

interface Surroundings {
  readonly conditional: boolean;
  readonly failureIgnored: boolean;
  readonly subshell: boolean;
  readonly item: number;
}

/** Nested scripts (`sh -c`, `$( )`) are followed to this depth. */
const maximumDepth = 4;

export function flattenScript(
  source: LogicalText,
  options: { exec: boolean; heredoc: boolean },
): ShellScript {
  const span = source.spanOf(0, source.text.length);
  const flattener = new Flattener();
  try {
    const tree = parse(source.text);
    const place: Place = { spanOf: (start, end) => source.spanOf(start, end), exact: true };
    const items = flattener.topLevel(tree, place, source.text);
    const errors = (tree.errors ?? []).map(({ message, pos }) => {
      const at = Math.min(pos, source.text.length);
      return { message, span: source.spanOf(at, Math.min(at + 1, source.text.length)) };
    });
    return { commands: flattener.commands, items, functions: flattener.functions, errors, span, ...options };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // Thousands of nested brackets exhaust the stack of the recursive parser. No shell would run them either.
    return {
      commands: [],
      items: [],
      functions: [],
      errors: [{ message: 'nested too deeply', span }],
      span,
      ...options,
    };
  }
}

class Flattener {
  readonly commands: ShellCommand[] = [];
  readonly functions: string[] = [];
  private depth = 0;

  topLevel(tree: ParsedScript, place: Place, text: string): ShellItem[] {
    const items: ShellItem[] = [];
    let separator: ShellItem['separator'];
    for (const [i, statement] of tree.commands.entries()) {
      const background = statement.background === true;
      for (const link of splitChain(statement.command)) {
        const [first] = link.commands;
        const at = { conditional: false, failureIgnored: background, subshell: false, item: items.length };
        items.push({
          span: place.spanOf(first!.pos, link.commands.at(-1)!.end),
          separator: items.length === 0 ? undefined : separator,
          simple: link.commands.length === 1 && first!.type === 'Command' && !background,
        });
        this.andOr(link, place, at);
        separator = '&&';
      }
      const next = tree.commands[i + 1];
      if (next) separator = background ? '&' : separatorIn(text.slice(statement.end, next.pos));
    }
    return items;
  }

  private statements(list: readonly Statement[], place: Place, at: Surroundings): void {
    for (const statement of list)
      this.node(statement.command, place, {
        ...at,
        failureIgnored: at.failureIgnored || statement.background === true,
      });
  }

  private node(node: Node, place: Place, at: Surroundings): void {
    const maybe = { ...at, conditional: true };
    switch (node.type) {
      case 'Command':
        this.command(node, place, at, undefined, false);
        return;
      case 'AndOr':
        this.andOr(node, place, at);
        return;
      case 'Pipeline':
        this.pipeline(node, place, at);
        return;
      case 'Subshell':
        this.statements(node.body.commands, place, { ...at, subshell: true });
        return;
      case 'BraceGroup':
        this.statements(node.body.commands, place, at);
        return;
      case 'If':
        this.statements(node.clause.commands, place, { ...at, failureIgnored: true });
        this.statements(node.then.commands, place, maybe);
        for (const branch of node.elif) {
          this.statements(branch.clause.commands, place, { ...maybe, failureIgnored: true });
          this.statements(branch.then.commands, place, maybe);
        }
        if (node.else) this.statements(node.else.commands, place, maybe);
        return;
      case 'For':
        // A literal, non-empty list runs its body for sure.
        this.statements(node.body.commands, place, node.wordlist?.length ? at : maybe);
        return;
      case 'ArithmeticFor':
      case 'Select':
        this.statements(node.body.commands, place, maybe);
        return;
      case 'While':
        this.statements(node.clause.commands, place, { ...at, failureIgnored: true });
        this.statements(node.body.commands, place, maybe);
        return;
      case 'Case':
        for (const item of node.items) this.statements(item.body.commands, place, maybe);
        return;
      case 'Redirected':
        this.node(node.command, place, at);
        return;
      case 'Function':
        this.functions.push(node.name.text);
        if (node.body.type === 'CompoundList') this.statements(node.body.commands, place, maybe);
        else this.node(node.body, place, maybe);
        return;
      case 'Coproc':
        if (node.body.type === 'CompoundList') this.statements(node.body.commands, place, maybe);
        else this.node(node.body, place, maybe);
        return;
      case 'TestCommand':
      case 'ArithmeticCommand':
        return;
    }
  }

  /** Behind `||` a command may not run; before one its failure is lost. */
  private andOr(node: Chain, place: Place, at: Surroundings): void {
    const lastAlternative = node.operators.lastIndexOf('||');
    node.commands.forEach((command, i) => {
      this.node(command, place, {
        ...at,
        conditional: at.conditional || node.operators[i - 1] === '||',
        failureIgnored: at.failureIgnored || i <= lastAlternative,
      });
    });
  }

  private pipeline(node: Extract<Node, { type: 'Pipeline' }>, place: Place, at: Surroundings): void {
    let previous: ShellCommand | undefined;
    const last = node.commands.length - 1;
    node.commands.forEach((command, i) => {
      const here = {
        ...at,
        failureIgnored: at.failureIgnored || i < last || node.prefixes.some((p) => p.type === 'Negation'),
      };
      if (command.type === 'Command') previous = this.command(command, place, here, previous, i < last);
      else {
        this.node(command, place, { ...here, subshell: true });
        previous = this.commands.at(-1);
      }
    });
  }

  private command(
    node: CommandNode,
    place: Place,
    at: Surroundings,
    pipedFrom: ShellCommand | undefined,
    pipesInto: boolean,
  ): ShellCommand | undefined {
    const assignments: ShellAssignment[] = [];
    const redirects: ShellRedirect[] = [];
    const words: ShellWord[] = node.name ? [this.word(node.name, place)] : [];
    const parts = [...node.prefix, ...node.suffix];
    for (const [i, part] of parts.entries()) {
      if (part.type === 'Word') words.push(this.word(part, place));
      else if (part.type === 'Assignment') {
        const value = part.value.type === 'Word' ? this.word(part.value, place) : undefined;
        // `export A=1` has the assignment among its arguments.
        if (i >= node.prefix.length) words.push(assignmentWord(part, place));
        assignments.push({ name: part.name, value, span: place.spanOf(part.pos, part.end) });
      } else redirects.push(this.redirect(part, place));
    }
    const span = place.spanOf(node.pos, node.end);
    const base = { assignments, redirects, span, pipedFrom, pipesInto, exact: place.exact, ...at };
    const unwrapped = unwrap(words);
    const command: ShellCommand = { ...base, ...unwrapped, args: unwrapped.words.slice(1) };
    this.commands.push(command);
    this.substitutions(node, place, at);
    this.nested(command, at);
    return command;
  }

  private redirect(node: CommandNode['redirects'][number], place: Place): ShellRedirect {
    return {
      operator: node.operator,
      descriptor: node.descriptor?.type === 'FileDescriptor' ? node.descriptor.value : undefined,
      target: node.type === 'HereDoc' || !node.target ? undefined : this.word(node.target, place),
      body: node.type === 'HereDoc' ? node.body.text : undefined,
      span: place.spanOf(node.pos, node.end),
    };
  }

  private word(word: Word, place: Place): ShellWord {
    const variables: string[] = [];
    const literal =
      word.parts === undefined ? !/[*?[]/.test(word.text) : word.parts.every((part) => scan(part, variables));
    return { raw: word.text, value: word.value, literal, variables, span: place.spanOf(word.pos, word.end) };
  }

  /** Commands inside `$( )` and backticks run too. */
  private substitutions(node: CommandNode, place: Place, at: Surroundings): void {
    if (this.depth >= maximumDepth) return;
    this.depth++;
    const visit = (parts: readonly Part[] | undefined): void => {
      for (const part of parts ?? []) {
        if (part.type === 'DoubleQuoted') visit(part.parts);
        else if (part.type === 'CommandExpansion' && part.script && part.script.source === undefined)
          this.statements(part.script.commands, place, { ...at, subshell: true });
      }
    };
    for (const part of [node.name, ...node.prefix, ...node.suffix]) {
      if (part?.type === 'Word') visit(part.parts);
      else if (part?.type === 'Assignment' && part.value.type === 'Word') visit(part.value.parts);
    }
    this.depth--;
  }

  /** `sh -c "…"` and `eval "…"`: the script inside, with exact places where the quoting is plain. */
  private nested(command: ShellCommand, at: Surroundings): void {
    const script = scriptArgument(command);
    if (!script || this.depth >= maximumDepth) return;
    this.depth++;
    const inner = quotedContent(script);
    const tree = parse(inner?.text ?? script.value);
    const place: Place =
      inner && command.exact
        ? {
            // The word may span continued lines; then only the word itself is a safe place.
            spanOf: (start, end) =>
              script.span.end - script.span.start === script.raw.length
                ? {
                    start: script.span.start + inner.offset + start,
                    end: script.span.start + inner.offset + end,
                  }
                : script.span,
            exact: script.span.end - script.span.start === script.raw.length,
          }
        : { spanOf: () => script.span, exact: false };
    if (!tree.errors?.length) this.statements(tree.commands, place, { ...at, subshell: true });
    this.depth--;
  }
}

/** What stands between two statements, comments aside. */
function separatorIn(text: string): ';' | '\n' {
  return text.replace(/#.*/g, '').includes(';') ? ';' : '\n';
}

function assignmentWord(part: { text: string; pos: number; end: number }, place: Place): ShellWord {
  const value = part.text.replace(/^([^=]*=)(["'])(.*)\2$/s, '$1$3');
  return {
    raw: part.text,
    value,
    literal: !/[$`]/.test(part.text),
    variables: [],
    span: place.spanOf(part.pos, part.end),
  };
}

type Chain = Pick<AndOrNode, 'commands' | 'operators'>;

/**
 * Splits a chain at the `&&` that hold for the whole. `a || b && c` is (a || b) && c: two links. `a && b || c` is
 * (a && b) || c: one.
 */
function splitChain(node: Node): Chain[] {
  if (node.type !== 'AndOr') return [{ commands: [node], operators: [] }];
  const { commands, operators } = node;
  const links: Chain[] = [];
  let start = 0;
  const lastAlternative = operators.lastIndexOf('||');
  for (let i = 0; i < commands.length; i++)
    if (i === commands.length - 1 || (operators[i] === '&&' && i > lastAlternative)) {
      links.push({ commands: commands.slice(start, i + 1), operators: operators.slice(start, i) });
      start = i + 1;
    }
  return links;
}

/** True when the part is literal; collects variable names. */
function scan(part: Part, variables: string[]): boolean {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return true;
    case 'DoubleQuoted':
    case 'LocaleString':
      return part.parts.map((inner) => scan(inner, variables)).every(Boolean);
    case 'SimpleExpansion':
      variables.push(part.text.slice(1));
      return false;
    case 'ParameterExpansion':
      variables.push(part.parameter);
      return false;
    default:
      return false;
  }
}

/** Programs that run another program given as their arguments, with the options that take a value. */
const wrappers: Readonly<Record<string, readonly string[]>> = {
  sudo: ['-u', '-g', '-h', '-p', '-C', '-r', '-t', '--user', '--group'],
  env: ['-u', '--unset', '-C', '--chdir'],
  exec: ['-a'],
  command: [],
  time: [],
  nice: ['-n'],
  nohup: [],
  eatmydata: [],
  timeout: ['-s', '-k', '--signal', '--kill-after'],
  gosu: [],
  'su-exec': [],
};

/** How many plain arguments a wrapper takes before the program it runs. */
const wrapperOperands: Readonly<Record<string, number>> = { timeout: 1, gosu: 1, 'su-exec': 1 };

function unwrap(words: readonly ShellWord[]): {
  name: string;
  words: readonly ShellWord[];
  wrappers: string[];
} {
  const found: string[] = [];
  let rest = words;
  for (;;) {
    const name = programName(rest[0]);
    const options = Object.hasOwn(wrappers, name) ? wrappers[name] : undefined;
    if (!options) return { name, words: rest, wrappers: found };
    let i = 1;
    let operands = wrapperOperands[name] ?? 0;
    for (; i < rest.length; i++) {
      const { value } = rest[i]!;
      if (options.includes(value)) i++;
      else if (value.startsWith('-') || /^[A-Za-z_]\w*=/.test(value)) continue;
      else if (operands-- > 0) continue;
      else break;
    }
    if (i >= rest.length) return { name, words: rest, wrappers: found };
    found.push(name);
    rest = rest.slice(i);
  }
}

function programName(word: ShellWord | undefined): string {
  // A bracket alone is no pattern.
  return word?.literal === true || word?.raw === '[' ? word.value.replace(/^.*\//, '') : '';
}

export const shells: ReadonlySet<string> = new Set(['sh', 'bash', 'ash', 'dash']);

function scriptArgument(command: ShellCommand): ShellWord | undefined {
  if (command.name === 'eval') return command.args.length === 1 ? command.args[0] : undefined;
  if (!shells.has(command.name)) return undefined;
  return shellScriptArgument(command.args);
}

/** The script of `sh -c script`: `-c` may stand among other options, `-o` takes a word; behind an operand it is the script's own. */
export function shellScriptArgument(args: readonly ShellWord[]): ShellWord | undefined {
  for (let i = 0; i < args.length; i++) {
    const { value } = args[i]!;
    if (/^-[a-zA-Z]*c[a-zA-Z]*$/.test(value)) return args[i + 1];
    if (/^[-+][a-zA-Z]*[oO]$/.test(value)) i++;
    else if (!/^[-+]/.test(value)) return undefined;
  }
  return undefined;
}

/** The text between plain quotes, when no escape changes it. */
function quotedContent(word: ShellWord): { text: string; offset: number } | undefined {
  const quote = word.raw[0];
  if ((quote !== '"' && quote !== "'") || word.raw.at(-1) !== quote || word.raw.length < 2) return undefined;
  const text = word.raw.slice(1, -1);
  return text.includes(quote) || (quote === '"' && text.includes('\\')) ? undefined : { text, offset: 1 };
}
