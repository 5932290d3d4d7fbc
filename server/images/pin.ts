/** References that say more exactly which image is meant. */
import type { ImageFact, ImageFacts } from './facts.ts';
import { familiarName, parseReference } from './reference.ts';
import type { ImageReference } from './reference.ts';
import { refines, sameWords, splitTag } from './tag.ts';

/**
 * `node:22-slim@sha256:…`: the reference with the digest that its registry gave for the tag on `today`; undefined when
 * it has none, has no tag, or has a digest already.
 */
export function digestPin(reference: string, images: ImageFacts, today: string): string | undefined {
  const parsed = parseReference(reference);
  if (parsed?.tag === undefined || parsed.digest !== undefined || !isOwnHome(parsed)) return undefined;
  const fact = images.lookup(reference);
  const { source, date } = fact?.compressed ?? {};
  return fact?.digest === undefined || source !== 'registry' || date !== today
    ? undefined
    : `${reference}@${fact.digest}`;
}

/** A mirror may lag behind the registry that it copies, and not have the image that was asked about. */
function isOwnHome(reference: ImageReference): boolean {
  return reference.domain === 'docker.io' || familiarName(reference).startsWith(`${reference.domain}/`);
}

export interface VersionPin {
  /** `node:22.11`. */
  readonly reference: string;
  readonly tag: string;
}

/** What a registry said of the image beyond its facts. */
export interface PinEvidence {
  /** All tags that it lists. */
  readonly listed?: readonly { readonly tag: string; readonly digest?: string | undefined }[] | undefined;
  /** `22.11.0`: the version that is in the image. */
  readonly version?: string | undefined;
}

/**
 * The reference with a version of one more part (`node:22` → `node:22.11`), else of more parts: a tag that is known to
 * stand for the same image: by its digest in the registry's list, else by the names that the table has for it, as far as
 * the registry does not say otherwise. Undefined when there is none, for tags that are exact, and for digests.
 */
export function versionPin(
  reference: string,
  images: ImageFacts,
  evidence: PinEvidence = {},
): VersionPin | undefined {
  const parsed = parseReference(reference);
  const fact = images.lookup(reference);
  if (parsed?.tag === undefined || parsed.digest !== undefined || !fact) return undefined;
  const asked = splitTag(parsed.tag);
  const version = asked.version;
  if (version === undefined) return undefined;
  const fits = (tag: string): boolean => {
    const parts = splitTag(tag);
    return (
      parts.version !== undefined &&
      parts.version !== version &&
      !parts.dated &&
      refines(parts.version, version) &&
      sameWords(parts.words, asked.words) &&
      parts.distro?.family === asked.distro?.family &&
      parts.distro?.version === asked.distro?.version
    );
  };
  const depth = (tag: string): number => splitTag(tag).version!.split(/[.+_-]/).length;
  const tag = sameImage(fact, parsed.tag, evidence)
    .filter(fits)
    .sort((a, b) => depth(a) - depth(b) || a.length - b.length)[0];
  return tag === undefined
    ? undefined
    : { reference: `${reference.slice(0, -parsed.tag.length)}${tag}`, tag };
}

/** Other tags of the very image: of the same digest today, or else what the table recorded. */
function sameImage(fact: ImageFact, tag: string, { listed, version }: PinEvidence): string[] {
  const digest = listed?.find((one) => one.tag === tag)?.digest;
  if (listed && digest !== undefined)
    return listed.filter((one) => one.digest === digest).map((one) => one.tag);
  if (fact.approximates !== undefined) return [];
  // A list without digests still tells which of the table's names are there.
  const there = listed && new Set(listed.map((one) => one.tag));
  return [fact.tag, ...fact.aliases]
    .filter((name) => there?.has(name) ?? true)
    .filter((name) => version === undefined || refines(version, splitTag(name).version ?? ''));
}

/** `sha256:0123456789ab…` of a reference with a digest. */
export function shortDigest(reference: string): string {
  const digest = reference.slice(reference.indexOf('@') + 1);
  return `${digest.slice(0, digest.indexOf(':') + 13)}…`;
}
