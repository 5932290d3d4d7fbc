/** Where the name of an image can be written: in FROM, COPY --from= and RUN --mount=…,from=, finished or not. */
import { expandWord } from './expand.ts';
import { platformOf } from './image-references.ts';
import type { DockerfileModel, Instruction, Stage } from './model.ts';
import type { Span } from './span.ts';

export interface ImagePosition {
  /** What a completion replaces: on one line, with the offset inside or at its edge. Empty where nothing is written yet. */
  readonly span: Span;
  /** What stands before it and belongs to the reference, variables replaced: `node:22` in `node:${VERSION}-al`. */
  readonly before: string;
  /** The text from the start of `span` to the offset. */
  readonly typed: string;
  /** `FROM --platform`, where it is known. */
  readonly platform: string | undefined;
  /** Stages that may be named here, in order. */
  readonly stages: readonly Stage[];
  /** A FROM, where `scratch` may stand; else the image is one to copy from. */
  readonly isBase: boolean;
}

/**
 * The image position at this offset; undefined where no image belongs, and where a completion could not tell what it
 * replaces: within a variable or quotes, before a variable, in a word that goes on in the next line.
 */
export function imagePositionAt(model: DockerfileModel, offset: number): ImagePosition | undefined {
  const instruction = instructionAt(model, offset);
  if (!instruction || offset <= instruction.keywordSpan.end) return undefined;
  if (instruction.keyword === 'FROM') return inFrom(model, instruction, offset);
  const { inner } = instruction;
  const concerned = inner && ['COPY', 'RUN'].includes(inner.keyword) ? inner : instruction;
  const span = sourceSpan(model, concerned, offset);
  if (!span) return undefined;
  // The stages of an ONBUILD are those of another file.
  const stage = concerned === instruction ? instruction.stage : undefined;
  const stages = stage ? model.stages.slice(0, stage.index) : [];
  return position(model, span, offset, { platform: undefined, stages, isBase: false });
}

/** The one that holds the offset, or ends before it with nothing but blanks and continuations between. */
function instructionAt(model: DockerfileModel, offset: number): Instruction | undefined {
  const found = model.instructions.findLast(({ span }) => span.start <= offset);
  if (!found || offset <= found.span.end) return found;
  const gap = model.text.slice(found.span.end, offset);
  const continuation =
    model.escape === '\\' ? /^[ \t]*(?:\\[ \t]*\r?\n[ \t]*)*$/ : /^[ \t]*(?:`[ \t]*\r?\n[ \t]*)*$/;
  return continuation.test(gap) ? found : undefined;
}

function inFrom(model: DockerfileModel, from: Instruction, offset: number): ImagePosition | undefined {
  const { flags, words } = from;
  if (flags.some(({ span }) => span.end >= offset)) return undefined;
  const stage = model.stages.find((one) => one.from === from);
  const rest = {
    platform: stage && platformOf(stage, model),
    stages: model.stages.slice(0, stage?.index ?? 0),
    isBase: true,
  };
  const [first] = words;
  if (first && first.span.start <= offset && offset <= first.span.end && !isAs(first.value, words.length))
    return position(model, first.span, offset, rest);
  // Between FROM and AS.
  if (first && (offset > first.span.start || !isAs(first.value, words.length))) return undefined;
  return position(model, { start: offset, end: offset }, offset, rest);
}

/** `FROM  AS build`, where the image is still missing. */
function isAs(word: string, count: number): boolean {
  return count === 2 && word.toLowerCase() === 'as';
}

/** The value of `--from=`, or of `from=` in a mount. */
function sourceSpan(
  model: DockerfileModel,
  { keyword, flags }: Instruction,
  offset: number,
): Span | undefined {
  for (const { name, valueSpan } of flags) {
    if (!valueSpan || offset < valueSpan.start || offset > valueSpan.end) continue;
    if (keyword === 'COPY' && name === 'from') return valueSpan;
    if (keyword !== 'RUN' || name !== 'mount') continue;
    const raw = model.text.slice(valueSpan.start, valueSpan.end);
    const at = offset - valueSpan.start;
    const start = raw.lastIndexOf(',', at - 1) + 1;
    const comma = raw.indexOf(',', at);
    const end = comma < 0 ? raw.length : comma;
    if (/^from=/i.test(raw.slice(start, at)))
      return { start: valueSpan.start + start + 'from='.length, end: valueSpan.start + end };
  }
  return undefined;
}

function position(
  model: DockerfileModel,
  word: Span,
  offset: number,
  rest: Pick<ImagePosition, 'platform' | 'stages' | 'isBase'>,
): ImagePosition | undefined {
  const raw = model.text.slice(word.start, word.end);
  if (/["'\\`\s]/.test(raw)) return undefined;
  if (!rest.isBase && raw.includes('$')) return undefined;
  const { variables, error } = expandWord(raw, (name) => model.globalArgs.get(name), model.escape);
  const last = Math.max(0, ...variables.map(({ end }) => end));
  const at = offset - word.start;
  // At the end of `$NAME` the name itself is being typed.
  const inName = last === at && last > 0 && raw[last - 1] !== '}';
  if (error || last > at || inName || raw.slice(last).includes('$')) return undefined;
  const known = expandWord(raw.slice(0, last), (name) => model.globalArgs.get(name), model.escape);
  if (!known.complete) return undefined;
  const start = word.start + last;
  const span = { start, end: word.end };
  return { ...rest, span, before: known.value, typed: model.text.slice(start, offset) };
}
