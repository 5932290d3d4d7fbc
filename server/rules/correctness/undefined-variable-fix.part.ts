/** Why a variable is not set, and what sets it right. */
import type { DockerfileModel, Heredoc, Instruction, Stage } from '../../dockerfile/model.ts';
import { insertBefore, keywordCase, removeInstruction } from '../../edit/insert.ts';
import type { Fix } from '../rule.ts';
import type { UndefinedUse } from './undefined-variable.part.ts';

export interface Undefined {
  /** Every use of the name in the stage that finds nothing; of a heredoc all names. */
  readonly uses: readonly UndefinedUse[];
  readonly cause: Cause;
}

export type Cause =
  /** A global ARG, or one that the builder predefines, which the stage does not declare. */
  | { readonly kind: 'not-declared'; readonly global: boolean }
  | { readonly kind: 'misspelt'; readonly meant: string }
  /** Declared further down in the stage. */
  | { readonly kind: 'later'; readonly declaration: Instruction }
  | { readonly kind: 'other-stage'; readonly stage: Stage }
  /** `mixed`: variables that are set stand in it too. */
  | { readonly kind: 'heredoc'; readonly heredoc: Heredoc; readonly mixed: boolean }
  | { readonly kind: 'nowhere'; readonly base: string | undefined };

/** The first is the best; none where the file does not show what was meant. */
export function fixesFor({ uses, cause }: Undefined, model: DockerfileModel): Fix[] {
  const { reference, instruction, environmentKnown } = uses[0]!;
  const { name } = reference;
  switch (cause.kind) {
    case 'not-declared': {
      const line = `${keywordCase(model, 'ARG')} ${name}`;
      return [
        {
          title: `Declare \`ARG ${name}\` in the stage`,
          applicability: environmentKnown || !cause.global ? 'safe' : 'suggested',
          preferred: true,
          edits: [insertBefore(model, instruction, [line])],
        },
      ];
    }
    case 'misspelt': {
      if (!uses.every((use) => use.reference.nameSpan)) return [];
      return [
        {
          title: `Write $${cause.meant}`,
          applicability: environmentKnown ? 'safe' : 'suggested',
          preferred: true,
          edits: uses.map((use) => ({ span: use.reference.nameSpan!, newText: cause.meant })),
        },
      ];
    }
    case 'later':
      return moveUp(cause.declaration, instruction, name, model);
    case 'heredoc':
      return [keepText(uses, cause, model)];
    case 'nowhere':
      return withoutSeparator(uses, model);
    case 'other-stage':
      return [];
  }
}

function moveUp(declaration: Instruction, user: Instruction, name: string, model: DockerfileModel): Fix[] {
  const text = model.text.slice(declaration.span.start, declaration.span.end);
  const isPlain = declaration.pairs.length === 1 && !/[\r\n$]/.test(text);
  // Comments above the declaration would stay behind.
  const commented = model.text.slice(0, declaration.span.start).trimEnd().split('\n').at(-1)!.trimStart();
  if (!isPlain || commented.startsWith('#')) return [];
  return [
    {
      title: `Declare ${name} before it is used`,
      applicability: 'suggested',
      // A script that always went one way will go the other.
      preferred: user.keyword !== 'RUN',
      edits: [insertBefore(model, user, [text]), removeInstruction(model, declaration)],
    },
  ];
}

/** Quotes the delimiter, or escapes each dollar where other variables are meant to be expanded. */
function keepText(
  uses: readonly UndefinedUse[],
  { heredoc, mixed }: Extract<Cause, { kind: 'heredoc' }>,
  model: DockerfileModel,
): Fix {
  const opening = model.text.slice(heredoc.openSpan.start, heredoc.openSpan.end);
  const delimiterAt = heredoc.openSpan.start + opening.lastIndexOf(heredoc.delimiter);
  // With a quoted delimiter a backslash before a dollar would be kept too.
  if (!mixed && !heredoc.body.includes('\\') && opening.endsWith(heredoc.delimiter))
    return {
      title: `Quote the delimiter, so that the text stays as it is`,
      applicability: 'suggested',
      preferred: true,
      edits: [
        {
          span: { start: delimiterAt, end: delimiterAt + heredoc.delimiter.length },
          newText: `'${heredoc.delimiter}'`,
        },
      ],
    };
  const starts = [...new Set(uses.map((use) => use.reference.span.start))];
  return {
    title: 'Write `\\$`, so that the builder leaves the text alone',
    applicability: 'suggested',
    preferred: true,
    edits: starts.map((start) => ({ span: { start, end: start }, newText: '\\' })),
  };
}

/** `/opt/lib:$NAME` leaves a colon with nothing behind it; `${NAME:+:$NAME}` puts it there when it is needed. */
function withoutSeparator(uses: readonly UndefinedUse[], { text }: DockerfileModel): Fix[] {
  const [use] = uses;
  if (uses.length !== 1 || use!.instruction.keyword !== 'ENV' || use!.reference.guarded) return [];
  const { name, span } = use!.reference;
  const pair = use!.instruction.pairs.find(
    ({ valueSpan }) => valueSpan && valueSpan.start <= span.start && span.end <= valueSpan.end,
  );
  if (pair?.key !== name) return [];
  const before = text[span.start - 1] === ':';
  const after = text[span.end] === ':';
  if (before === after) return [];
  return [
    {
      title: `Leave out the \`:\` where ${name} is empty`,
      applicability: 'suggested',
      edits: [
        before
          ? { span: { start: span.start - 1, end: span.end }, newText: `\${${name}:+:$${name}}` }
          : { span: { start: span.start, end: span.end + 1 }, newText: `\${${name}:+$${name}:}` },
      ],
    },
  ];
}
