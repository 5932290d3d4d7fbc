/** Smaller images that can do the same work. */
import type { ImageFact } from './facts.ts';
import { compareVersions, splitTag } from './tag.ts';

/** Variant words that mean a smaller image with the same runtime; the rest (fpm, apache, jdk …) is another role. */
const slimming: ReadonlySet<string> = new Set(['slim', 'chiseled', 'distroless', 'extra']);

/** Repositories of Distroless that hold the runtime of an official image; the version follows the name. */
const distroless: ReadonlyMap<string, string> = new Map([['node', 'nodejs'], ['java', 'java'], ['python', 'python3']]); // prettier-ignore

/**
 * Smaller images for the same runtime version: those the table lists, the slimmer variants of the repository and
 * Distroless. None that is not kept up, none that the known figures show not to be smaller. Greatest saving on disk
 * first; those of unknown saving after them, in the table's order.
 */
export function findSiblings(
  fact: ImageFact,
  lookup: (name: string) => ImageFact | undefined,
  all: readonly ImageFact[],
): ImageFact[] {
  const found = new Map<string, ImageFact>();
  const listed = fact.smallerSiblings.map(lookup).filter((sibling) => sibling !== undefined);
  for (const sibling of [...listed, ...all.filter((other) => isSlimmer(other, fact))]) {
    const candidate = withoutRoot(sibling, lookup);
    // Sizes must be the candidate's own, and its work the same.
    if (candidate.approximates !== undefined || candidate.name === (fact.approximates ?? fact.name)) continue;
    if (candidate.unmaintained || !sameRuntime(candidate, fact)) continue;
    const smaller = isSmaller(candidate, fact);
    if (smaller ?? listed.includes(sibling)) found.set(candidate.name, candidate);
  }
  const order = [...found.values()];
  return order.sort((a, b) => (savedBytes(fact, b) ?? 0) - (savedBytes(fact, a) ?? 0));
}

/** Bytes on disk saved by using `to` instead of `from`; undefined when either size is unknown. */
export function savedBytes(from: ImageFact, to: ImageFact): number | undefined {
  return from.onDisk && to.onDisk && from.onDisk.bytes - to.onDisk.bytes;
}

function isSmaller(candidate: ImageFact, fact: ImageFact): boolean | undefined {
  const saved = savedBytes(fact, candidate);
  if (saved !== undefined) return saved > 0;
  return fact.compressed && candidate.compressed && candidate.compressed.bytes < fact.compressed.bytes;
}

function sameRuntime(candidate: ImageFact, fact: ImageFact): boolean {
  if (fact.runtime === undefined) return candidate.runtime === undefined;
  return candidate.runtime?.name === fact.runtime.name && candidate.runtime.version === fact.runtime.version;
}

/** A slimmer variant of the same repository and role, or Distroless for the same version, on no older a distro. */
function isSlimmer(other: ImageFact, fact: ImageFact): boolean {
  if (fact.runtime === undefined || !sameRuntime(other, fact) || other.libc === 'none') return false;
  if (isOlder(other.distro, fact.distro)) return false;
  // Its smaller images start otherwise: their CMD holds what Deno is given, or their C library is another one.
  if (fact.repository.endsWith('denoland/deno')) return false;
  const prefix = distroless.get(fact.runtime.name);
  if (other.repository !== fact.repository) {
    // Distroless has a runtime only: nothing to compile with, so not for a JDK.
    const runs = prefix !== undefined && other.repository.startsWith(`gcr.io/distroless/${prefix}`);
    return (
      runs &&
      fact.repository !== 'openjdk' &&
      !fact.tools.includes('javac') &&
      !fact.repository.includes('distroless')
    );
  }
  const [from, to] = [splitTag(fact.tag), splitTag(other.tag)];
  const role = (words: readonly string[]): string => words.filter((word) => !slimming.has(word)).join('-');
  if (role(from.words) !== role(to.words)) return false;
  const slimmer = to.words.some((word) => slimming.has(word) && !from.words.includes(word));
  // "extra" is what Alpine and chiseled .NET images lack; going without it is for the table to say.
  const loses = from.words.includes('extra') && !to.words.includes('extra');
  return !loses && (slimmer || (other.libc === 'musl' && fact.libc !== 'musl'));
}

function isOlder(distro: ImageFact['distro'], than: ImageFact['distro']): boolean {
  if (distro?.version === undefined || than?.version === undefined || distro.family !== than.family)
    return false;
  return compareVersions(distro.version, than.version) < 0;
}

/** Distroless has each image twice, equally large: the one that does not run as root is the better proposal. */
function withoutRoot(fact: ImageFact, lookup: (name: string) => ImageFact | undefined): ImageFact {
  if (!fact.repository.startsWith('gcr.io/distroless/') || fact.tag !== 'latest') return fact;
  return lookup(`${fact.repository}:nonroot`) ?? fact;
}
