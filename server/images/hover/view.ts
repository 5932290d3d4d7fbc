/** What a hover about an image is made from. */
import type { RegistryImage } from '../../registry/image.ts';
import type { ImageFact, ImageFacts } from '../facts.ts';

/** What is known beyond the facts. */
export interface HoverOptions {
  /** `linux/arm64`, as `FROM --platform` asks for; undefined: the facts are those of linux/amd64. */
  readonly platform?: string | undefined;
  /** The table without what registries said, to tell where the two differ. */
  readonly table?: ImageFacts | undefined;
  /** What the registry said of this image for this platform. */
  readonly registry?: { readonly image: RegistryImage; readonly date: string } | undefined;
  /** Why the registry has no newer answer, one sentence. */
  readonly trouble?: string | undefined;
}

export interface HoverView extends HoverOptions {
  /** As written, variables replaced. */
  readonly reference: string;
  readonly fact: ImageFact;
  readonly images: ImageFacts;
  /** `YYYY-MM-DD`. */
  readonly today: string;
}
