/** What can be said about a tag that the table does not have, from the nearest tag it has. */
import { accountOfSibling } from './accounts.ts';
import { imageName } from './decode.ts';
import type { ImageFact } from './facts.ts';
import { compareVersions, refines, sameWords, splitTag } from './tag.ts';
import type { TagParts } from './tag.ts';

/**
 * Repositories whose releases within a major version differ only in what they run: distro family, libc, user and
 * shell of rust:1.75 are those of rust:1. Elsewhere a minor version is a release line of its own (python, golang).
 */
const stableMajors: ReadonlySet<string> = new Set(['rust', 'nginx', 'nginxinc/nginx-unprivileged']);

/** Sizes of Alpine releases differ by less than a megabyte, those of others by tens of them. */
const lightFamilies: ReadonlySet<string> = new Set(['alpine']);

interface Candidate {
  readonly fact: ImageFact;
  /** The tag asked for is a build of the very release line the fact describes. */
  readonly sameLine: boolean;
  readonly sameRelease: boolean;
  readonly commonVersion: number;
}

/**
 * Facts for `repository:tag` when the table knows the same variant of the same major version: distro family, libc,
 * package manager, shell, users and tools hold; sizes become derived, or undefined when the distro release or the
 * release line is another one; a distro release that neither the tag nor the table settles is undefined.
 */
export function nearestFact(
  repository: string,
  tag: string,
  facts: readonly ImageFact[],
  all: readonly ImageFact[],
): ImageFact | undefined {
  const asked = splitTag(tag);
  let best: Candidate | undefined;
  for (const fact of facts) {
    const candidate = match(asked, fact);
    if (candidate !== undefined && (best === undefined || rank(candidate) > rank(best))) best = candidate;
  }
  return best && adapt(best, imageName(repository, tag), tag, asked, all);
}

function rank(candidate: Candidate): number {
  return (candidate.sameRelease ? 1000 : 0) + (candidate.sameLine ? 500 : 0) + candidate.commonVersion;
}

function match(asked: TagParts, fact: ImageFact): Candidate | undefined {
  if (asked.distro !== undefined && asked.distro.family !== fact.distro?.family) return undefined;
  const release = asked.distro?.version;
  const sameRelease = release === undefined || release === fact.distro?.version;
  for (const name of [fact.tag, ...fact.aliases]) {
    const parts = splitTag(name);
    // A tag that names no distro means the repository's default one, and so must the table's name.
    if (!sameWords(parts.words, asked.words) || (asked.distro === undefined && parts.distro !== undefined))
      continue;
    if (asked.version === undefined) {
      // Without a version the tag moves along with releases: only another build of this very one is known.
      if (parts.version === undefined && asked.dated && sameRelease) return { fact, sameLine: true, sameRelease, commonVersion: 0 }; // prettier-ignore
      continue;
    }
    const line = releaseLine(fact);
    if (line === undefined) continue;
    if (refines(asked.version, line))
      return { fact, sameLine: true, sameRelease, commonVersion: line.length };
    const major = splitTag(fact.tag).version ?? line.split('.')[0] ?? '';
    const loose =
      major !== line && (stableMajors.has(fact.repository) || splitTag(fact.tag).version === major);
    if (loose && refines(asked.version, major)) {
      return { fact, sameLine: false, sameRelease, commonVersion: common(asked.version, line) };
    }
  }
  return undefined;
}

/** The version all of whose builds the fact describes: of the runtime, else of the tool or the distro the tag counts. */
function releaseLine(fact: ImageFact): string | undefined {
  const tagged = splitTag(fact.tag).version;
  const own = fact.runtime?.version;
  if (own === undefined) return fact.runtime === undefined ? fact.distro?.version : tagged;
  // maven:3.9-eclipse-temurin-21 counts Maven, not Java.
  if (tagged === undefined || refines(own, tagged) || refines(tagged, own)) return own;
  return tagged;
}

function common(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}

function adapt(
  from: Candidate,
  name: string,
  tag: string,
  asked: TagParts,
  all: readonly ImageFact[],
): ImageFact {
  const { fact, sameLine, sameRelease } = from;
  const isDistroItself = fact.runtime === undefined;
  const named = asked.distro?.version;
  const settled = isDistroItself || (named !== undefined && sameRelease);
  const distro = settled || fact.distro === undefined ? fact.distro : { family: fact.distro.family, version: named, codename: asked.distro?.codename }; // prettier-ignore
  const ends = settled ? fact : all.find((other) => named !== undefined && other.distro?.family === distro?.family && other.distro?.version === named); // prettier-ignore
  const sized = sameLine && (sameRelease || lightFamilies.has(fact.distro?.family ?? ''));
  const derived = (size: ImageFact['onDisk']): ImageFact['onDisk'] => (sized && size ? { ...size, kind: 'derived' } : undefined); // prettier-ignore
  const runtime =
    fact.runtime && !sameLine ? { ...fact.runtime, version: asked.version, eol: undefined } : fact.runtime;
  return {
    ...fact,
    name,
    tag,
    aliases: [],
    approximates: fact.name,
    compressed: derived(fact.compressed),
    onDisk: derived(fact.onDisk),
    architectures: [],
    distro,
    distroEol: ends?.distroEol,
    distroLtsEol: ends?.distroLtsEol,
    nonRootUser: accountOfSibling(fact, { distro, runtime }),
    runtime,
    // A note may be about the very build (its size, its last release).
    note: undefined,
  };
}

/**
 * Distroless images also exist without a Debian release in their name, which then moves: `gcr.io/distroless/static`.
 * What all their releases share comes from the newest; a runtime's version is not among that.
 */
export function unreleasedDistroless(
  repository: string,
  tag: string,
  all: readonly ImageFact[],
): ImageFact | undefined {
  if (!/^gcr\.io\/distroless\/(?:static|base|base-nossl|cc|java-base)$/.test(repository)) return undefined;
  const facts = all.filter((fact) => fact.tag === tag && fact.repository.startsWith(`${repository}-debian`));
  const newest = facts.sort((a, b) => compareVersions(b.repository, a.repository))[0];
  if (newest === undefined) return undefined;
  return {
    ...newest,
    name: imageName(repository, tag),
    repository,
    approximates: newest.name,
    compressed: undefined,
    onDisk: undefined,
    architectures: [],
    distro: newest.distro && { family: newest.distro.family, version: undefined, codename: undefined },
    distroEol: undefined,
    distroLtsEol: undefined,
    note: undefined,
  };
}
