/** Where a Dockerfile names images: FROM, COPY --from, RUN --mount=from, and defaults of ARGs used in a FROM. */
import { expandWord } from './expand.ts';
import type { DockerfileModel, Instruction, Stage } from './model.ts';
import type { Span } from './span.ts';

export interface ImageReference {
  /** With its variables replaced, as far as they are known. */
  readonly reference: string;
  readonly span: Span;
  /** `linux/arm64`: what `FROM --platform` asks for; undefined: the build's own, or one that only the build knows. */
  readonly platform: string | undefined;
}

/** The image named at this offset; names of stages are none. */
export function imageAt(model: DockerfileModel, offset: number): ImageReference | undefined {
  return imageReferences(model).find(({ span }) => span.start <= offset && offset <= span.end);
}

export function imageReferences(model: DockerfileModel): ImageReference[] {
  return [...fromImages(model), ...model.instructions.flatMap((one) => otherImages(model, one))];
}

function fromImages(model: DockerfileModel): ImageReference[] {
  return model.stages.flatMap((stage) => {
    const { base, imageWord } = stage;
    if (!imageWord) return [];
    const platform = platformOf(stage, model);
    if (base.kind === 'scratch') return [{ reference: 'scratch', span: imageWord.span, platform }];
    return base.kind === 'image' && base.complete
      ? [{ reference: base.reference, span: imageWord.span, platform }]
      : [];
  });
}

/** What the stage's `--platform` says, its variables replaced; undefined where it says nothing that is known. */
export function platformOf({ platform }: Stage, model: DockerfileModel): string | undefined {
  if (platform === undefined) return undefined;
  const { value, complete } = expandWord(platform, (name) => model.globalArgs.get(name), model.escape);
  return complete && value !== '' ? value : undefined;
}

function otherImages(model: DockerfileModel, instruction: Instruction): ImageReference[] {
  const { keyword, flags, stage } = instruction;
  if (keyword === 'ARG' && stage === undefined) return argDefaults(model, instruction);
  return flags.flatMap(({ name, value, valueSpan }) => {
    if (value === undefined || valueSpan === undefined) return [];
    if (name === 'from' && keyword === 'COPY') return named(model, value, valueSpan, valueSpan);
    const source = name === 'mount' ? /(?:^|,)from=([^,]+)/.exec(value) : null;
    if (!source?.[1]) return [];
    const start = valueSpan.start + source.index + source[0].length - source[1].length;
    return named(model, source[1], valueSpan, { start, end: start + source[1].length });
  });
}

/** A reference that is neither a stage's name nor its number, and has no variables (the builder allows none here). */
function named(model: DockerfileModel, value: string, whole: Span, span: Span): ImageReference[] {
  const isStage =
    /^\d+$/.test(value) || model.stages.some(({ name }) => name?.toLowerCase() === value.toLowerCase());
  const inside = whole.start <= span.start && span.end <= whole.end;
  return isStage || value.includes('$') || !inside ? [] : [{ reference: value, span, platform: undefined }];
}

/**
 * A default is the whole reference (`ARG BASE=node:22` with `FROM $BASE`) or a part of it, such as the tag; then
 * the hover is about the image the FROM makes of it.
 */
function argDefaults(model: DockerfileModel, { pairs }: Instruction): ImageReference[] {
  return pairs.flatMap(({ key, valueSpan }) => {
    if (!valueSpan) return [];
    const user = model.stages.find(
      ({ base, imageWord }) => base.kind === 'image' && base.complete && usesVariable(imageWord?.raw, key),
    );
    return user?.base.kind === 'image'
      ? [{ reference: user.base.reference, span: valueSpan, platform: platformOf(user, model) }]
      : [];
  });
}

function usesVariable(raw: string | undefined, name: string): boolean {
  if (raw === undefined) return false;
  return [...raw.matchAll(/\$(?:\{([A-Za-z_]\w*)[^}]*\}|([A-Za-z_]\w*))/g)].some(
    (match) => (match[1] ?? match[2]) === name,
  );
}
