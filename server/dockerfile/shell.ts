/** The shell script of RUN, CMD, ENTRYPOINT and HEALTHCHECK, with document places. */
import { expandWord } from './expand.ts';
import { scriptTextOf } from './script-text.ts';
import { flattenScript, shells, shellScriptArgument } from './shell-flatten.ts';
import type { BuildState, DockerfileModel, Instruction, LogicalText, ShellKind } from './model.ts';
import type { ShellScript, ShellWord } from './shell-model.ts';

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
  const script = scriptTextOf(instruction, model);
  if (!script || (script.interpreter !== undefined && !isShellName(script.interpreter))) return undefined;
  return flattenScript(script.text, { exec: false, heredoc: script.heredoc });
}

function isPosix(kind: ShellKind): boolean {
  return kind === 'posix' || kind === 'bash';
}

function isShellName(program: string): boolean {
  return /(?:^|\/)(?:ba|a|da)?sh$/.test(program);
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
  if (!first) return { commands: [], items: [], functions: [], errors: [], span, exec: true, heredoc: false };
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
    functions: inner?.functions ?? [],
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
