/**
 * Silencing comments: our own `# dockerfile-optimizer ignore=…` and `ignore-file=…`, hadolint's `# hadolint
 * ignore=…` and `# hadolint global ignore=…`, and BuildKit's `# check=skip=…` directive.
 */
import type { Comment, DockerfileModel, Instruction } from '../dockerfile/model.ts';
import { nearestName } from '../dockerfile/nearest.ts';
import type { Span } from '../dockerfile/span.ts';
import { rulesNamed, ruleNames } from './rule-names.ts';

export interface Pragmas {
  /** Is a finding of this rule at this place silenced? */
  silences(ruleId: string, span: Span): boolean;
  /** Ids in pragmas that no rule has. Another tool's ids that we don't cover are not problems. */
  readonly unknown: readonly {
    readonly id: string;
    readonly span: Span;
    readonly nearest: string | undefined;
  }[];
  /** BuildKit's `error=true`: its checks' findings are errors. */
  readonly checkErrors: boolean;
}

interface Silence {
  readonly rules: ReadonlySet<string>;
  /** Undefined: the whole file. */
  readonly instruction: Instruction | undefined;
}

const ourPragma = /^dockerfile-optimizer\s+(ignore|ignore-file)\s*=\s*(.*)$/i;
const hadolintPragma = /^hadolint\s+(global\s+)?ignore\s*=\s*(.*)$/i;

export function readPragmas(model: DockerfileModel): Pragmas {
  const silences: Silence[] = [];
  const unknown: { id: string; span: Span; nearest: string | undefined }[] = [];
  const add = (
    ids: readonly string[],
    instruction: Instruction | undefined,
    span: Span,
    ours: boolean,
  ): void => {
    const rules = new Set<string>();
    for (const id of ids) {
      const found = rulesNamed(id);
      found.forEach((rule) => rules.add(rule));
      if (found.length === 0 && ours && id !== 'all')
        unknown.push({ id, span, nearest: nearestName(id, ruleNames()) });
      if (ours && id === 'all') rules.add('*');
    }
    silences.push({ rules, instruction });
  };
  for (const comment of model.comments) {
    const own = ourPragma.exec(comment.text);
    if (own) {
      const whole = own[1]!.toLowerCase() === 'ignore-file';
      add(readIds(own[2]!), whole ? undefined : instructionBelow(comment, model), comment.span, true);
      continue;
    }
    const foreign = hadolintPragma.exec(comment.text);
    if (foreign)
      add(
        readIds(foreign[2]!),
        foreign[1] ? undefined : instructionBelow(comment, model),
        comment.span,
        false,
      );
  }
  const check = model.directives.find((directive) => directive.name === 'check');
  const options = check ? readCheckDirective(check.value) : undefined;
  if (check && options) add(options.skip, undefined, check.span, false);
  return {
    unknown,
    checkErrors: options?.error ?? false,
    silences: (ruleId, span) =>
      silences.some(
        ({ rules, instruction }) =>
          (rules.has(ruleId) || rules.has('*')) &&
          (instruction === undefined ||
            (instruction.span.start <= span.start && span.start <= instruction.span.end)),
      ),
  };
}

/** `a,b reason=…`: the ids before the first word that is not one. */
function readIds(text: string): string[] {
  const list = text.replace(/\s+(?:reason\s*=|#).*$/is, '');
  return list.split(/[\s,]+/).filter((id) => id !== '');
}

/** The instruction that starts below the comment, other comments between them allowed; one that spans it counts too. */
function instructionBelow(comment: Comment, model: DockerfileModel): Instruction | undefined {
  return model.instructions.find((instruction) => instruction.span.end > comment.span.start);
}

/** `skip=A,B;error=true` (docs.docker.com/reference/dockerfile/#check). */
function readCheckDirective(value: string): { skip: string[]; error: boolean } {
  const skip: string[] = [];
  let error = false;
  for (const part of value.split(';')) {
    const [key, setting] = part.split('=').map((text) => text.trim());
    if (key === 'skip' && setting) skip.push(...readIds(setting));
    if (key === 'error') error = setting === 'true';
  }
  return { skip, error };
}
