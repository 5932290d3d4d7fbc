/** The name of a smaller image in the words of the reference it replaces. */
import { nameLike } from './choose.ts';
import type { ImageFact } from './facts.ts';
import { familiarName, parseReference } from './reference.ts';
import { sameWords, splitTag } from './tag.ts';

/**
 * Like `nameLike`, and the version stays where the table's own tag has none: `nginx:1.31` and `nginx:alpine` give
 * `nginx:1.31-alpine`, `debian:12` and `debian:bookworm-slim` give `debian:12-slim`.
 */
export function siblingName(reference: string, base: ImageFact): string {
  const name = nameLike(reference, base);
  const parsed = parseReference(reference);
  const asked = parsed?.tag === undefined ? undefined : splitTag(parsed.tag).version;
  const own = splitTag(base.tag);
  if (!parsed || asked === undefined || own.version !== undefined || familiarName(parsed) !== base.repository)
    return name;
  const sameImage = base.aliases.find((alias) => {
    const parts = splitTag(alias);
    return (
      parts.version === asked && sameWords(parts.words, own.words) && parts.distro?.version === undefined
    );
  });
  const tag = sameImage ?? `${asked}-${base.tag}`;
  return `${name.slice(0, name.lastIndexOf(':'))}:${tag}`;
}
