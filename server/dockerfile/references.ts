/** Variables that the builder itself puts in, with their places. What a shell expands (RUN, CMD …) is not among them. */
import { expandText, expandWord, type Expansion, type VariableUse } from './expand.ts';
import { logicalOffset } from './logical-text.ts';
import type { Heredoc, Instruction, Word } from './model.ts';
import type { Span } from './span.ts';

export interface VariableReference {
  readonly name: string;
  /** The whole reference, `$` and braces included; the whole word where JSON escapes hide the exact place. */
  readonly span: Span;
  /** The name alone; undefined where its place is not exact. */
  readonly nameSpan: Span | undefined;
  /** Has a default or alternative (`:-`, `-`, `:+`, `+`): it is meant to be possible that the variable is not set. */
  readonly guarded: boolean;
  /** The COPY or ADD heredoc in whose body it stands. */
  readonly heredoc: Heredoc | undefined;
}

const words: ReadonlySet<string> = new Set([
  'ADD', 'COPY', 'EXPOSE', 'FROM', 'STOPSIGNAL', 'USER', 'VOLUME', 'WORKDIR',
]); // prettier-ignore
const pairs: ReadonlySet<string> = new Set(['ARG', 'ENV', 'LABEL']);
/** Flags whose values the builder expands (BuildKit frontend/dockerfile/instructions/commands.go, Expand). */
const flags: Readonly<Record<string, ReadonlySet<string>>> = {
  ADD: new Set(['chown', 'chmod', 'checksum']),
  COPY: new Set(['chown', 'chmod']),
  FROM: new Set(['platform']),
  RUN: new Set(['mount']),
};

/** In the order of the text. An ONBUILD trigger has none: it is expanded in the build that it is triggered in. */
export function variableReferences(instruction: Instruction): VariableReference[] {
  const { keyword, args } = instruction;
  const inBodies = keyword === 'COPY' || keyword === 'ADD' ? instruction.heredocs : [];
  if (!args.text.includes('$') && inBodies.length === 0) return [];
  return [
    ...instruction.flags
      .filter(({ name, valueSpan }) => valueSpan && flags[keyword]?.has(name))
      .flatMap((flag) => {
        const found = inSpan(flag.valueSpan!, instruction);
        return flag.name === 'mount' ? found.filter(({ span }) => !isFrom(span, instruction)) : found;
      }),
    ...(words.has(keyword) ? instruction.words.flatMap((word) => inWord(word, instruction)) : []),
    ...(pairs.has(keyword)
      ? instruction.pairs.flatMap(({ valueSpan }) => (valueSpan ? inSpan(valueSpan, instruction) : []))
      : []),
    ...inBodies.flatMap((heredoc) => (heredoc.quoted ? [] : inHeredoc(heredoc))),
  ];
}

function inWord(word: Word, instruction: Instruction): VariableReference[] {
  if (!word.raw.includes('$')) return [];
  if (!instruction.json) return inSpan(word.span, instruction);
  const variables = usesIn(expandWord(word.value, unknown, instruction.escape));
  const exact = word.raw === `"${word.value}"` && word.span.end - word.span.start === word.raw.length;
  return variables.map((use) =>
    exact
      ? reference(use, word.value, (start, end) => ({
          start: word.span.start + 1 + start,
          end: word.span.start + 1 + end,
        }))
      : {
          name: use.name,
          span: word.span,
          nameSpan: undefined,
          guarded: use.guarded,
          heredoc: undefined,
        },
  );
}

function inSpan(span: Span, { args, escape }: Instruction): VariableReference[] {
  const from = logicalOffset(args, span.start);
  const raw = args.text.slice(from, logicalOffset(args, span.end));
  if (!raw.includes('$')) return [];
  return usesIn(expandWord(raw, unknown, escape)).map((use) =>
    reference(use, raw, (start, end) => args.spanOf(from + start, from + end)),
  );
}

function inHeredoc(heredoc: Heredoc): VariableReference[] {
  if (!heredoc.body.includes('$')) return [];
  const at = heredoc.bodySpan.start;
  return usesIn(expandText(heredoc.body, unknown)).map((use) => ({
    ...reference(use, heredoc.body, (start, end) => ({ start: at + start, end: at + end })),
    heredoc,
  }));
}

/** In `${NAME:+:$NAME}` the inner use is guarded too. */
function usesIn({ variables }: Expansion): VariableUse[] {
  const guardedTo = new Map<string, number>();
  return variables.map((use) => {
    if (use.guarded) guardedTo.set(use.name, Math.max(use.end, guardedTo.get(use.name) ?? 0));
    else if (use.start < (guardedTo.get(use.name) ?? 0)) return { ...use, guarded: true };
    return use;
  });
}

function unknown(): ReturnType<Parameters<typeof expandWord>[1]> {
  return { known: false };
}

function reference(
  use: VariableUse,
  raw: string,
  spanOf: (start: number, end: number) => Span,
): VariableReference {
  const nameStart = use.start + (raw[use.start + 1] === '{' ? 2 : 1);
  return {
    name: use.name,
    span: spanOf(use.start, use.end),
    nameSpan: spanOf(nameStart, nameStart + use.name.length),
    guarded: use.guarded,
    heredoc: undefined,
  };
}

/** Does the reference stand in a mount's `from=`, where the builder allows no variables? */
function isFrom(span: Span, { args }: Instruction): boolean {
  return /(?:^|[=,])from=[^,\s]*$/.test(args.text.slice(0, logicalOffset(args, span.start)));
}

/** What the builder can't read in the body of a COPY or ADD heredoc. */
export function heredocError(heredoc: Heredoc): Expansion['error'] {
  return heredoc.quoted || !heredoc.body.includes('$') ? undefined : expandText(heredoc.body, unknown).error;
}
