/** The tags of a repository in the order in which one would choose them. */
import type { TagInfo } from '../../registry/tags.ts';
import { smallBases } from '../choose.ts';
import { imageEndOfLife } from '../eol.ts';
import type { ImageFact, ImageFacts } from '../facts.ts';
import { compareVersions, splitTag } from '../tag.ts';

export interface TagChoice {
  readonly tag: string;
  /** Of the nearest tag, when the table does not have this one. */
  readonly fact: ImageFact | undefined;
  /** What the registry's list says of it. */
  readonly listed: TagInfo | undefined;
  /** Past its end of life, or not rebuilt any more. */
  readonly ended: boolean;
}

interface Ranked extends TagChoice {
  /** Compared one after the other, lower first. */
  readonly first: readonly number[];
  /** Newer before older. */
  readonly version: string;
  readonly then: readonly number[];
}

/**
 * Tags of the table and of the registry's list. What is supported comes before what has ended, long-term releases of Node
 * before the others, newer versions before older ones; of one version the small variants that need no other C library
 * first. Tags that move from version to version (`latest`) come after those with one.
 * @param name the repository as written, without a tag
 */
export function tagChoices(
  name: string,
  repository: string,
  images: ImageFacts,
  listed: readonly TagInfo[] | undefined,
  today: string,
): readonly TagChoice[] {
  let byName = remembered.get(images);
  if (!byName) remembered.set(images, (byName = new Map<string, Sorted>()));
  let found = byName.get(name);
  if (found?.listed !== listed || found?.today !== today) {
    found = { listed, today, choices: sortedTags(name, repository, images, listed, today) };
    byName.set(name, found);
  }
  return found.choices;
}

/** A list is wanted again with the next key, and thousands of tags take a while. Facts are another object when they change. */
const remembered = new WeakMap<ImageFacts, Map<string, Sorted>>();

interface Sorted {
  readonly listed: readonly TagInfo[] | undefined;
  readonly today: string;
  readonly choices: readonly TagChoice[];
}

/** Tags of a registry's list that are compared with the table's; a registry may have ten thousand. */
const maximumLooked = 1000;

function sortedTags(
  name: string,
  repository: string,
  images: ImageFacts,
  listed: readonly TagInfo[] | undefined,
  today: string,
): TagChoice[] {
  const facts = images.ofRepository(repository);
  const byTag = new Map<string, { fact: ImageFact | undefined; listed: TagInfo | undefined }>();
  for (const fact of facts)
    for (const tag of [fact.tag, ...fact.aliases])
      if (tag !== '') byTag.set(tag, { fact, listed: undefined });
  // The table's own name for an image wins over another one's alias.
  for (const fact of facts) if (fact.tag !== '') byTag.set(fact.tag, { fact, listed: undefined });
  for (const [index, info] of (listed ?? []).entries()) {
    const near = index < maximumLooked ? images.lookup(`${name}:${info.tag}`) : undefined;
    byTag.set(info.tag, { fact: byTag.get(info.tag)?.fact ?? near, listed: info });
  }
  const variants = variantRanks(facts, images);
  const ranked = [...byTag].map(([tag, known]): Ranked => rank(repository, tag, known, variants, today));
  return ranked.sort(compare);
}

function rank(
  repository: string,
  tag: string,
  { fact, listed }: Pick<TagChoice, 'fact' | 'listed'>,
  variants: ReadonlyMap<string, number>,
  today: string,
): Ranked {
  const parts = splitTag(tag);
  const ended = fact !== undefined && (fact.unmaintained || imageEndOfLife(fact, today) !== undefined);
  const isDistro = fact !== undefined && fact.runtime === undefined;
  const moves = parts.version === undefined && !(isDistro && parts.distro?.version !== undefined);
  const version =
    fact?.runtime?.version ?? (isDistro ? fact.distro?.version : undefined) ?? parts.version ?? '';
  // Of Node the even releases get long-term support.
  const isNode = fact ? fact.runtime?.name === 'node' : repository === 'node';
  const isShortLived = isNode && Number.parseInt(version, 10) % 2 === 1;
  const isOther = fact?.tag !== tag || fact.approximates !== undefined;
  const variant = variants.get(fact?.approximates ?? fact?.name ?? '') ?? variants.size;
  const first = [/windowsservercore|nanoserver/.test(tag), ended, moves, isOther, isShortLived].map(Number);
  // A release of the distro in the name is for those who ask for it.
  const then = [Number(parts.distro?.codename !== undefined && !isDistro), variant, tag.length];
  return { tag, fact, listed, ended, first, version, then };
}

function compare(a: Ranked, b: Ranked): number {
  return (
    inOrder(a.first, b.first) ||
    compareVersions(b.version, a.version) ||
    inOrder(a.then, b.then) ||
    (a.tag < b.tag ? -1 : 1)
  );
}

function inOrder(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const difference = value - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Among the images of one version: small ones of the same C library, small ones of another, then the full one. */
function variantRanks(facts: readonly ImageFact[], images: ImageFacts): Map<string, number> {
  const byVersion = new Map<string, ImageFact[]>();
  for (const fact of facts) {
    const version = fact.runtime?.version ?? fact.distro?.version ?? '';
    byVersion.set(version, [...(byVersion.get(version) ?? []), fact]);
  }
  const ranks = new Map<string, number>();
  for (const group of byVersion.values()) {
    const bytes = ({ onDisk, compressed }: ImageFact): number => onDisk?.bytes ?? compressed?.bytes ?? 0;
    const named = (fact: ImageFact): boolean => splitTag(fact.tag).distro?.codename !== undefined;
    // The repository's own choice of a distro, where it has one.
    const usual = group.some((fact) => !named(fact)) ? group.filter((fact) => !named(fact)) : group;
    const full = usual.reduce((largest, fact) => (bytes(fact) > bytes(largest) ? fact : largest));
    const small = (['glibc', 'any'] as const).flatMap((libc) =>
      smallBases(full, images, { libc, shell: true, packageManager: undefined, tools: [] }),
    );
    for (const fact of [...small.map((base) => base.fact), full, ...group])
      if (!ranks.has(fact.name)) ranks.set(fact.name, ranks.size);
  }
  return ranks;
}
