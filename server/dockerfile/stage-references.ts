/** Where a Dockerfile names its stages: FROM, COPY --from and RUN --mount=…,from=…. */
import { logicalOffset } from './logical-text.ts';
import type { DockerfileModel, Instruction, Stage } from './model.ts';
import type { Span } from './span.ts';

export interface StageReference {
  readonly kind: 'from' | 'copy' | 'mount';
  /** As written, quotes removed. */
  readonly name: string;
  readonly span: Span;
  readonly instruction: Instruction;
  /** The stage that the instruction stands in; for FROM the one that it opens. */
  readonly user: Stage;
}

/** In the order of the text. ONBUILD triggers name stages of another file. */
export function* stageReferences(model: DockerfileModel): Generator<StageReference> {
  for (const user of model.stages) {
    if (user.imageWord)
      yield {
        kind: 'from',
        name: user.imageWord.value,
        span: user.imageWord.span,
        instruction: user.from,
        user,
      };
    for (const instruction of user.instructions) {
      if (instruction.keyword === 'COPY') yield* inCopy(instruction, user);
      else if (instruction.keyword === 'RUN') yield* inMounts(instruction, user);
    }
  }
}

function* inCopy(instruction: Instruction, user: Stage): Generator<StageReference> {
  for (const { name, value, valueSpan } of instruction.flags)
    if (name === 'from' && value && valueSpan)
      yield { kind: 'copy', name: value, span: valueSpan, instruction, user };
}

function* inMounts(instruction: Instruction, user: Stage): Generator<StageReference> {
  const { args } = instruction;
  for (const { name, valueSpan } of instruction.flags) {
    if (name !== 'mount' || !valueSpan) continue;
    const start = logicalOffset(args, valueSpan.start);
    const raw = args.text.slice(start, logicalOffset(args, valueSpan.end));
    const match = /(?:^|,)\s*["']?from=["']?([^,"']+)/i.exec(raw);
    if (!match) continue;
    const at = start + match.index + match[0].length - match[1]!.length;
    yield {
      kind: 'mount',
      name: match[1]!,
      span: args.spanOf(at, at + match[1]!.length),
      instruction,
      user,
    };
  }
}
