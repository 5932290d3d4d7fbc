/** Official images by whichever registry they come. */
import type { Stage } from '../../dockerfile/model.ts';
import { rootBase } from '../../dockerfile/stages.ts';
import type { ImageFact } from '../../images/facts.ts';

export interface OfficialImage {
  /** As the file names it, without a tag: `docker.io/library/ruby`. */
  readonly name: string;
  /** `latest` where it names none. */
  readonly tag: string;
  readonly pinned: boolean;
}

/** What these images build on, as far as the image table or the tag tells. */
export function officialDistro(base: ImageFact | undefined, { tag }: OfficialImage): ImageFact['distro'] {
  return (
    base?.distro ?? {
      family: /(?:^|-)alpine/.test(tag) ? 'alpine' : 'debian',
      version: undefined,
      codename: undefined,
    }
  );
}

/** The stage's image when it is this official one, also by the registries that mirror Docker Hub. */
export function officialImage(stage: Stage, repository: string): OfficialImage | undefined {
  const root = rootBase(stage);
  if (root.kind !== 'image' || !root.complete) return undefined;
  const match =
    /^((?:(?:(?:registry\.|registry-1\.)?docker\.(?:io|com)|public\.ecr\.aws\/docker|mirror\.gcr\.io)\/)?(?:library\/)?([\w-]+))(?::([^@]+))?(@.+)?$/.exec(
      root.reference,
    );
  if (match?.[2] !== repository) return undefined;
  return { name: match[1]!, tag: match[3] ?? 'latest', pinned: match[4] !== undefined };
}
