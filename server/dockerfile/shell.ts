/** The shell script of RUN, CMD, ENTRYPOINT and HEALTHCHECK, with document places. */
import { expandWord } from './expand.ts';
import { LogicalTextBuilder, sliceLogical } from './logical-text.ts';
import { flattenScript, shells, shellScriptArgument } from './shell-flatten.ts';
import { trimmedEnd } from './space.ts';
import type { BuildState, DockerfileModel, Instruction, LogicalText, ShellKind } from './model.ts';
import type { ShellScript, ShellWord } from './shell-model.ts';
import type { Span } from './span.ts';

export type * from './shell-model.ts';

const cache = new WeakMap<Instruction, ShellScript | null>();

/**
 * What the instruction runs, or undefined when it is not for a POSIX-like shell: PowerShell, cmd, a heredoc with
 * the shebang of another language, or an instruction that runs nothing.
 */
export function shellOf(instruction: Instruction, model: DockerfileModel): ShellScript | undefined {
  const known = cache.get(instruction);
  if (known !== undefined) return known ?? undefined;
  const script = readScript(instruction, model);
  cache.set(instruction, script ?? null);
  return script;
}

/** Parses a script that stands for itself (a package.json script, say); spans are offsets into `text`. */
export function parseShell(text: string): ShellScript {
  const source: LogicalText = {
    text,
    toDocument: (offset) => offset,
    spanOf: (start, end) => ({ start, end }),
  };
  return flattenScript(source, { exec: false, heredoc: false });
}

/** The value of a shell word with the variables that the Dockerfile sets; undefined when it can't be known. */
export function resolveWord(word: ShellWord, state: BuildState): string | undefined {
  if (word.literal) return word.value;
  if (word.variables.length === 0) return undefined;
  if (/[`*?[]|\$\(/.test(word.raw)) return undefined;
  const { variables } = state;
  const expansion = expandWord(word.raw, (name) => variables.get(name), '\\');
  return expansion.complete && !expansion.error ? expansion.value : undefined;
}

const runsCommands: ReadonlySet<string> = new Set(['RUN', 'CMD', 'ENTRYPOINT']);

function readScript(instruction: Instruction, model: DockerfileModel): ShellScript | undefined {
  if (instruction.inner) return instruction.keyword === 'ONBUILD' || instruction.keyword === 'HEALTHCHECK' ? shellOf(instruction.inner, model) : undefined; // prettier-ignore
  if (!runsCommands.has(instruction.keyword)) return undefined;
  if (instruction.json) return execScript(instruction);
  if (!isPosix(instruction.state.shellKind)) return undefined;
  if (!instruction.bodySpan) return undefined;
  const bodyStart = logicalBodyStart(instruction);
  if (instruction.heredocs.length === 0)
    return flattenScript(sliceLogical(instruction.args, bodyStart, trimmedEnd(instruction.args.text)), {
      exec: false,
      heredoc: false,
    });
  return heredocScript(instruction, model, bodyStart);
}

function isPosix(kind: ShellKind): boolean {
  return kind === 'posix' || kind === 'bash';
}

/** Logical offset behind the flags. */
function logicalBodyStart(instruction: Instruction): number {
  const target = instruction.bodySpan?.start ?? 0;
  let low = 0;
  let high = instruction.args.text.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (instruction.args.toDocument(middle) < target) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** JSON form runs one program without a shell; `["sh", "-c", "…"]` is looked into by the flattener's own rules. */
function execScript(instruction: Instruction): ShellScript {
  const words: ShellWord[] = instruction.words.map((word) => ({
    raw: word.raw,
    value: word.value,
    literal: true,
    variables: [],
    span: word.span,
  }));
  const span = instruction.bodySpan ?? instruction.span;
  const first = words[0];
  if (!first) return { commands: [], items: [], errors: [], span, exec: true, heredoc: false };
  const inner = innerScript(words);
  const outer = {
    name: first.value.replace(/^.*\//, ''),
    words,
    args: words.slice(1),
    assignments: [],
    redirects: [],
    wrappers: [],
    span,
    conditional: false,
    failureIgnored: false,
    pipedFrom: undefined,
    pipesInto: false,
    subshell: false,
    item: 0,
    exact: true,
  };
  return {
    commands: [outer, ...(inner?.commands ?? [])],
    items: [{ span, separator: undefined, simple: true }],
    errors: inner?.errors ?? [],
    span,
    exec: true,
    heredoc: false,
  };
}

function innerScript(words: readonly ShellWord[]): ShellScript | undefined {
  const program = words[0]!.value.replace(/^.*\//, '');
  const script = shellScriptArgument(words.slice(1));
  if (!shells.has(program) || !script) return undefined;
  // Exact places only where JSON escapes nothing.
  const plain =
    script.raw.slice(1, -1) === script.value && script.span.end - script.span.start === script.raw.length;
  const at = script.span.start + 1;
  return flattenScript(
    {
      text: script.value,
      toDocument: (offset) => (plain ? at + offset : script.span.start),
      spanOf: (start, end) => (plain ? { start: at + start, end: at + end } : script.span),
    },
    { exec: false, heredoc: false },
  );
}

function heredocScript(
  instruction: Instruction,
  model: DockerfileModel,
  bodyStart: number,
): ShellScript | undefined {
  const heredoc = instruction.heredocs[0]!;
  const line = instruction.args.text.slice(bodyStart).trim();
  const alone = line === model.text.slice(heredoc.openSpan.start, heredoc.openSpan.end);
  const interpreter = alone
    ? shebangOf(heredoc.body)
    : /^(?:\d*<<\S+\s+(\S+)|(\S+)(?:\s+-\S+)*\s+\d*<<\S+)$/.exec(line)?.slice(1).find(Boolean);
  const isShellName = interpreter !== undefined && /(?:^|\/)(?:ba|a|da)?sh$/.test(interpreter);
  if ((alone && interpreter === undefined) || isShellName) return bodyScript(model.text, heredoc.bodySpan);
  if (alone) return undefined;
  // A command that reads the heredoc as data: parse line and bodies as the shell gets them.
  const builder = new LogicalTextBuilder(model.text);
  const { args } = instruction;
  const lineEnd = trimmedEnd(args.text);
  for (let i = bodyStart; i < lineEnd;) {
    let j = i + 1;
    while (j < lineEnd && args.toDocument(j) === args.toDocument(j - 1) + 1) j++;
    builder.append(args.toDocument(i), args.toDocument(j - 1) + 1);
    i = j;
  }
  for (const { bodySpan, closeSpan } of instruction.heredocs) {
    builder.insert('\n', bodySpan.start);
    appendBody(builder, model.text, { start: bodySpan.start, end: closeSpan?.end ?? bodySpan.end });
  }
  return flattenScript(builder.build(), { exec: false, heredoc: false });
}

function bodyScript(text: string, span: Span): ShellScript {
  const builder = new LogicalTextBuilder(text);
  appendBody(builder, text, span);
  return flattenScript(builder.build(), { exec: false, heredoc: true });
}

/** Carriage returns at line ends are left out: they would make words of their own. */
function appendBody(builder: LogicalTextBuilder, text: string, span: Span): void {
  let start = span.start;
  for (let i = text.indexOf('\r\n', start); i >= 0 && i < span.end; i = text.indexOf('\r\n', i + 1)) {
    builder.append(start, i);
    start = i + 1;
  }
  builder.append(start, span.end);
}

/** The interpreter of a script: undefined without a shebang, else its program (`/usr/bin/env python3` → python3). */
function shebangOf(body: string): string | undefined {
  const match = /^#!\s*(\S+)(?:[ \t]+(\S+))?/.exec(body);
  if (!match) return undefined;
  return match[1]!.endsWith('/env') ? (match[2] ?? match[1]) : match[1];
}
