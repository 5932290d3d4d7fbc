/** Which smaller base to recommend. */
import type { ImageFact, ImageFacts } from './facts.ts';
import { familiarName, parseReference } from './reference.ts';
import { savedBytes } from './siblings.ts';
import { refines, splitTag } from './tag.ts';

/** What the stage that runs on the base asks of it. */
export interface BaseNeeds {
  /** `any`: nothing in it was built against a particular C library. */
  readonly libc: 'glibc' | 'any';
  readonly shell: boolean;
  /** The package manager its instructions call. */
  readonly packageManager: string | undefined;
  /** Programs its instructions or health check call, as `ImageFact.tools` names them. */
  readonly tools: readonly string[];
}

export interface SmallBase {
  readonly fact: ImageFact;
  /** Bytes on disk; undefined when either size is unknown. */
  readonly savedBytes: number | undefined;
}

/** The same program set up otherwise: nginx-unprivileged listens on 8080, not on 80. */
const setUpOtherwise: ReadonlySet<string> = new Set(['nginxinc/nginx-unprivileged']);

/** Runtimes most of whose native packages are published for glibc only or need building on musl. */
const prefersGlibc: ReadonlySet<string> = new Set(['python', 'ruby']);

/**
 * The smaller siblings of `fact` that meet the needs, in the order to recommend them: the same repository before
 * others, bases with a shell before those without, no loss of ICU data in .NET, glibc first for Python and Ruby, then
 * the smallest.
 */
export function smallBases(fact: ImageFact, images: ImageFacts, needs: BaseNeeds): SmallBase[] {
  const fitting = images.siblings(fact).filter((base) => fits(base, fact, needs));
  return fitting
    .map((base) => ({ fact: base, savedBytes: savedBytes(fact, base) }))
    .sort(
      (a, b) => penalty(a.fact, fact) - penalty(b.fact, fact) || (b.savedBytes ?? 0) - (a.savedBytes ?? 0),
    );
}

function fits(base: ImageFact, fact: ImageFact, needs: BaseNeeds): boolean {
  if (setUpOtherwise.has(base.repository) && base.repository !== fact.repository) return false;
  if (needs.libc === 'glibc' && base.libc !== 'glibc') return false;
  // Without any libc only static binaries run, which "any" does not promise.
  if (base.libc === 'none' && fact.libc !== 'none') return false;
  if (needs.shell && base.shell !== true) return false;
  if (needs.packageManager !== undefined && base.packageManager !== needs.packageManager) return false;
  return needs.tools.every((tool) => base.tools.includes(tool));
}

function penalty(base: ImageFact, fact: ImageFact): number {
  const otherRepository = base.repository !== fact.repository ? 8 : 0;
  const withoutShell = base.shell !== true ? 4 : 0;
  const foreignLibc = prefersGlibc.has(base.runtime?.name ?? '') && base.libc !== fact.libc ? 2 : 0;
  return otherRepository + withoutShell + foreignLibc + (losesIcu(base, fact) ? 1 + 8 : 0);
}

/** .NET's Alpine, chiseled and Azure distroless images have no ICU unless their tag says `extra`. */
function losesIcu(base: ImageFact, fact: ImageFact): boolean {
  return base.runtime?.name === 'dotnet' && hasIcu(fact) && !hasIcu(base);
}

function hasIcu(fact: ImageFact): boolean {
  const words = splitTag(fact.tag).words;
  return words.includes('extra') || (fact.shell === true && fact.libc === 'glibc');
}

/**
 * The name of `base` as someone who wrote `reference` would write it: a version that is more exact than the table's
 * stays (`node:22.4.1` and `node:22-alpine` give `node:22.4.1-alpine`), and so do a word for whichever version it is at the
 * time (`node:lts`), and the way the registry is written.
 */
export function nameLike(reference: string, base: ImageFact): string {
  const parsed = parseReference(reference);
  if (parsed === undefined || familiarName(parsed) !== base.repository) return base.name;
  const asked = parsed.tag === undefined ? undefined : splitTag(parsed.tag).version;
  const version = splitTag(base.tag).version;
  const keeps = asked !== undefined && version !== undefined && refines(asked, version);
  const tag = keeps ? `${asked}${base.tag.slice(version.length)}` : (movingTag(parsed.tag, base) ?? base.tag);
  const written = reference.split('@')[0] ?? '';
  return `${parsed.tag === undefined ? written : written.slice(0, -parsed.tag.length - 1)}:${tag}`;
}

/** `lts` and `24-slim` give `lts-slim`, where the repository has such a tag for the same image. */
function movingTag(asked: string | undefined, base: ImageFact): string | undefined {
  const version = splitTag(base.tag).version;
  if (asked === undefined || asked === 'latest' || !/^[a-z]+$/.test(asked) || version === undefined)
    return undefined;
  const tag = `${asked}${base.tag.slice(version.length)}`;
  return base.aliases.includes(tag) ? tag : undefined;
}
