/** The slim variant of an official Ruby image. */
import type { Stage } from '../../dockerfile/model.ts';
import { rootBase } from '../../dockerfile/stages.ts';
import type { ImageFact, ImageFacts } from '../../images/facts.ts';

export interface SlimRuby {
  readonly image: string;
  readonly fact: ImageFact;
  /** Debian's release where the tag names it. */
  readonly release: string | undefined;
}

const releases: Readonly<Record<string, string>> = { bullseye: '11', bookworm: '12', trixie: '13' };

/**
 * Every full tag has a slim one of the same release (docker-library/ruby: `3.4` and `3.4-slim`, `3.4-bookworm` and
 * `3.4-slim-bookworm`). Undefined: the image is a small one already; a string: why it can't be named, a complete sentence.
 */
export function slimRuby(stage: Stage, base: ImageFact, images: ImageFacts): SlimRuby | string | undefined {
  const root = rootBase(stage);
  const written = stage.imageWord?.raw;
  if (root.kind !== 'image' || written === undefined) return 'The base image is not known.';
  if (base.libc === 'musl' || /-slim\b|:slim\b/.test(root.reference)) return undefined;
  if (root.reference.includes('@')) return 'The base image is fixed by a digest, and that of its slim variant is not known.';
  const [, name, version, codename] = /^(.*):(\d+\.\d+(?:\.\d+)?(?:-(?:rc|preview)\d+)?)(?:-(\w+))?$/.exec(root.reference) ?? [];
  if (name === undefined || version === undefined || (codename !== undefined && !Object.hasOwn(releases, codename)))
    return 'The tag of the base image does not say which version of Ruby it has, so neither which its slim variant would have.';
  const suffix = `-slim${codename === undefined ? '' : `-${codename}`}`;
  const fact = images.lookup(`${name}:${version}${suffix}`);
  if (fact?.libc !== 'glibc') return `No slim variant of ${root.reference} is known.`;
  // `ruby:$RUBY_VERSION`, whose whole tag is the argument.
  const isArgument = written !== root.reference;
  if (isArgument && (codename !== undefined || !/:\$(?:\{\w+\}|\w+)$/.test(written))) return 'The base image is named through a variable, and so would its slim variant have to be.';
  const image = isArgument ? `${written.replace(/\$(\w+)$/, '${$1}')}-slim` : `${name}:${version}${suffix}`;
  return { image, fact, release: codename === undefined ? undefined : releases[codename] };
} // prettier-ignore
