/** The places that name an image, and other references in them. */
import { imageReferences } from '../dockerfile/image-references.ts';
import type { ImageReference } from '../dockerfile/image-references.ts';
import type { DockerfileModel, Stage } from '../dockerfile/model.ts';
import type { TextEdit } from '../dockerfile/span.ts';
import { replaceBase } from './base-image.ts';

/**
 * Edits that put another reference in this place: of the FROM that it belongs to, or of the flag itself. `pins` as in
 * replaceBase. Undefined when no place says exactly that.
 */
export function replaceImage(
  model: DockerfileModel,
  { reference, span }: ImageReference,
  name: string,
  { pins = false }: { readonly pins?: boolean } = {},
): readonly TextEdit[] | undefined {
  const stage = model.stages.find(({ imageWord }) => imageWord?.span.start === span.start);
  if (stage) return replaceBase(model, stage, name, { pins });
  const declared = model.instructions.some(
    (one) =>
      one.keyword === 'ARG' &&
      one.stage === undefined &&
      one.span.start <= span.start &&
      span.end <= one.span.end,
  );
  if (!declared) return [{ span, newText: name }];
  const user = model.stages.find((one) => isOn(one, reference));
  return user && replaceBase(model, user, name, { pins });
}

function isOn({ base }: Stage, reference: string): boolean {
  return base.kind === 'image' && base.reference === reference;
}

/** Every place that names this very image, FROM, COPY --from and mounts alike. */
export function placesOf(model: DockerfileModel, reference: string): ImageReference[] {
  const isDefault = ({ span }: ImageReference): boolean =>
    model.instructions.some(
      (one) => one.keyword === 'ARG' && one.span.start <= span.start && span.end <= one.span.end,
    );
  return imageReferences(model).filter((one) => one.reference === reference && !isDefault(one));
}
