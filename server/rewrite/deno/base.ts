/** Deno's own image without a distribution. */
import type { Stage } from '../../dockerfile/model.ts';
import { compareVersions } from '../../images/tag.ts';
import { denoImage } from '../../tools/deno-start.ts';

/** Releases from before have other accounts and no init (denoland/deno_docker, 2021-08-30). */
const oldest = '1.14';

/**
 * `denoland/deno:distroless-2.9.6` for `denoland/deno:2.9.6`: all kinds of a release are published together (denoland/deno_docker,
 * .github/workflows/ci.yml). Undefined: the image is a small one already. An `obstacle` is a complete sentence.
 */
export function distrolessName(
  stage: Stage,
): { readonly image: string } | { readonly obstacle: string } | undefined {
  const tag = denoImage(stage);
  const written = stage.imageWord?.raw ?? '';
  if (tag?.kind !== 'debian' && tag?.kind !== 'ubuntu') return undefined;
  if (written.includes('@') || (stage.base.kind === 'image' && stage.base.reference.includes('@')))
    return {
      obstacle: 'The base image is fixed by a digest, and that of its distroless variant is not known.',
    };
  if (tag.version !== undefined && compareVersions(tag.version, oldest) < 0)
    return { obstacle: `Deno ${tag.version} is too old for its distroless image.` };
  const match = /^(.*?denoland\/deno)(?::(.+))?$/.exec(written);
  if (!match)
    return {
      obstacle: 'The base image is named through a variable, and so would its distroless variant have to be.',
    };
  const [, name = '', rest = 'latest'] = match;
  const version = rest.replace(/^(?:debian|ubuntu)(?:-|$)/, '').replace(/^v(?=\d)/, '');
  if (version === '' || version === 'latest') return { image: `${name}:distroless` };
  // `${DENO_VERSION}`, which holds the version alone.
  const isVariable = /^\$(?:\w+|\{\w+(?::-[\w.]+)?\})$/.test(version) && tag.version !== undefined;
  if (isVariable || version === tag.version) return { image: `${name}:distroless-${version}` };
  return { obstacle: `No distroless variant of ${written} is known.` };
}
