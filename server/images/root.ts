/** The image a stage starts from, looked up. */
import type { Stage } from '../dockerfile/model.ts';
import { rootBase } from '../dockerfile/stages.ts';
import type { ImageFact, ImageFacts } from './facts.ts';

/** What is known about the image at the start of the stage's lineage; undefined for scratch and what is not known. */
export function lookupRoot(stage: Stage, images: ImageFacts): ImageFact | undefined {
  const base = rootBase(stage);
  return base.kind === 'image' && base.complete ? images.lookup(base.reference) : undefined;
}
