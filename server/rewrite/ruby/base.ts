/** The slim variant of an official Ruby image. */
import type { Stage } from '../../dockerfile/model.ts';
import { rootBase } from '../../dockerfile/stages.ts';
import type { OfficialImage } from '../application/official.ts';

export interface SlimRuby {
  readonly image: string;
  /** Debian's release where the tag names it. */
  readonly release: string | undefined;
}

const releases: Readonly<Record<string, string>> = { bullseye: '11', bookworm: '12', trixie: '13' };

/**
 * Every full tag has a slim one of the same release (docker-library/ruby: `3.4` and `3.4-slim`, `3.4-bookworm` and
 * `3.4-slim-bookworm`, `latest` and `slim`). Undefined: the image is a small one already; a string: why it can't be named, a
 * complete sentence.
 */
export function slimRuby(stage: Stage, { name, tag, pinned }: OfficialImage): SlimRuby | string | undefined {
  const root = rootBase(stage);
  const written = stage.imageWord?.raw ?? '';
  if (/(?:^|-)(?:slim|alpine[\d.]*)(?:-|$)/.test(tag)) return undefined;
  if (pinned) return 'The base image is fixed by a digest, and that of its slim variant is not known.';
  const [, version, codename] =
    /^(latest|\d+(?:\.\d+){0,2}(?:-(?:rc|preview)\d+)?)(?:-(\w+))?$/.exec(tag) ?? [];
  if (version === undefined || (codename !== undefined && !Object.hasOwn(releases, codename)))
    return `No slim variant of ${name}:${tag} is known.`;
  const suffix = `slim${codename === undefined ? '' : `-${codename}`}`;
  // `ruby:$RUBY_VERSION`, whose whole tag is the argument.
  const isArgument = root.kind === 'image' && written !== root.reference;
  if (isArgument && (codename !== undefined || !/:\$(?:\{\w+\}|\w+)$/.test(written)))
    return 'The base image is named through a variable, and so would its slim variant have to be.';
  const image = isArgument
    ? `${written.replace(/\$(\w+)$/, '${$1}')}-slim`
    : `${name}:${version === 'latest' ? suffix : `${version}-${suffix}`}`;
  return { image, release: codename === undefined ? undefined : releases[codename] };
}
