/** Ends of life of what an image holds, and what comes next. Dates are `YYYY-MM-DD`, which sort as texts. */
import type { ImageFact, ImageFacts } from './facts.ts';
import { compareVersions, sameWords, splitTag } from './tag.ts';
import { distroTitle, runtimeTitle } from './titles.ts';

export interface EndOfLife {
  /** `Node 20`, `Debian 11 (bullseye)`. */
  readonly what: string;
  /** Last day of support. */
  readonly ended: string;
  readonly part: 'runtime' | 'distro';
}

/**
 * What of the image is past its end of life on `today`: the runtime, else the distro. A release with free
 * long-term support (Debian) counts as supported until that ends; Ubuntu's extended maintenance must be bought. Undefined: supported, or no date is known.
 */
export function imageEndOfLife(fact: ImageFact, today: string): EndOfLife | undefined {
  const runtime = fact.runtime;
  const runtimeName = runtimeTitle(runtime);
  if (runtimeName !== undefined && isPast(runtime?.eol, today)) return { what: runtimeName, ended: runtime?.eol ?? '', part: 'runtime' }; // prettier-ignore
  const ended = fact.distro?.family === 'ubuntu' ? fact.distroEol : (fact.distroLtsEol ?? fact.distroEol);
  const distroName = distroTitle(fact.distro);
  if (distroName !== undefined && ended !== undefined && isPast(ended, today)) return { what: distroName, ended, part: 'distro' }; // prettier-ignore
  return undefined;
}

function isPast(date: string | undefined, today: string): boolean {
  return date !== undefined && date < today;
}

/**
 * The image of the same repository and variant that is supported on `today` with the lowest version from this one
 * on: the next runtime version (Node: even ones only), or the same on a newer distro when only the distro ended.
 * Undefined when nothing of the image has ended, or when the table has no successor.
 */
export function nextSupported(fact: ImageFact, images: ImageFacts, today: string): ImageFact | undefined {
  const current = counted(fact);
  if (current === undefined || imageEndOfLife(fact, today) === undefined) return undefined;
  const asked = splitTag(fact.tag);
  const onNext = sameOnNextDistro(fact, images, today);
  // Nobody knows that it is there, and another version is not what the tag asks for.
  if (onNext) return isThere(onNext) ? onNext : undefined;
  const candidates = images.ofRepository(fact.repository).filter((other) => {
    const version = counted(other);
    if (version === undefined || other.unmaintained || other.name === fact.name) return false;
    if (compareVersions(version, current) < 0 || (version === current && sameDistro(other, fact)))
      return false;
    // Odd Node releases get no long-term support.
    if (other.runtime?.name === 'node' && Number.parseInt(version, 10) % 2 === 1) return false;
    return isVariant(other, fact, asked.distro !== undefined) && imageEndOfLife(other, today) === undefined;
  });
  const named = asked.distro?.codename;
  const preference = (other: ImageFact): number => {
    if (named !== undefined && other.distro?.codename === named) return 0;
    // The repository's own choice of a release before one that its tag must name.
    return splitTag(other.tag).distro?.codename === undefined ? 1 : 2;
  };
  return candidates.sort(
    (a, b) => compareVersions(counted(a) ?? '', counted(b) ?? '') || preference(a) - preference(b),
  )[0];
}

/**
 * `rust:1.96-bullseye`: only the distro has ended, and the tag names it. Official images are built on the two newest releases of
 * Debian, so the lowest supported release has the same version; a newer libc could not be copied next to an older one.
 */
function sameOnNextDistro(fact: ImageFact, images: ImageFacts, today: string): ImageFact | undefined {
  const { distro } = splitTag(fact.tag);
  const version = distro?.version;
  if (fact.runtime === undefined || distro?.codename === undefined || version === undefined) return undefined;
  if (distro.family !== 'debian' || imageEndOfLife(fact, today)?.part !== 'distro') return undefined;
  const releases = images
    .ofRepository(distro.family)
    .filter(
      (other) => other.distro?.version !== undefined && compareVersions(other.distro.version, version) > 0,
    )
    .filter((other) => imageEndOfLife(other, today) === undefined);
  const lowest = releases.sort((a, b) => compareVersions(a.distro!.version!, b.distro!.version!))[0];
  const codename = lowest?.distro?.codename;
  if (codename === undefined) return undefined;
  const tag = fact.tag.split('-').map((part) => (part === distro.codename ? codename : part)).join('-'); // prettier-ignore
  const next = images.lookup(`${fact.repository}:${tag}`);
  return next && next.distro?.codename === codename && imageEndOfLife(next, today) === undefined
    ? next
    : undefined;
}

/**
 * The first release of each runtime that came out after the release of Debian: all of its images are built on that Debian,
 * too. Earlier versions were rebuilt only as long as they were supported. Release dates: of Debian 12 2023-06-10, of Debian
 * 13 2025-08-09; of the runtimes from endoflife.date.
 */
const firstOn: ReadonlyMap<string, Readonly<Record<string, string>>> = new Map([
  ['bookworm', { node: '21', python: '3.12', go: '1.21', rust: '1.71', ruby: '3.3', php: '8.3' }],
  ['trixie', { node: '25', python: '3.14', go: '1.26', rust: '1.90', ruby: '4.0', php: '8.5' }],
]);

/** Is a tag known to be there: by the table, by the registry, or because images of that age are built on the release? */
function isThere({ approximates, digest, pushed, tag, runtime, distro }: ImageFact): boolean {
  if (approximates === undefined || digest !== undefined || pushed !== undefined) return true;
  const first = firstOn.get(distro?.codename ?? '')?.[runtime?.name ?? ''];
  const { version } = splitTag(tag);
  return first !== undefined && version !== undefined && compareVersions(version, first) >= 0;
}

/** The version an image's releases are counted by: of its runtime, of the distro where it is one itself. */
function counted(fact: ImageFact): string | undefined {
  return fact.runtime === undefined ? fact.distro?.version : fact.runtime.version;
}

function sameDistro(a: ImageFact, b: ImageFact): boolean {
  return a.distro?.family === b.distro?.family && a.distro?.version === b.distro?.version;
}

/** The same words; and the same distro family where the tag names one, the repository's default one where not. */
function isVariant(other: ImageFact, fact: ImageFact, namesDistro: boolean): boolean {
  if (!sameWords(variantWords(other), variantWords(fact))) return false;
  if (namesDistro) return other.distro?.family === fact.distro?.family;
  return fact.runtime === undefined || splitTag(other.tag).distro === undefined;
}

/** The words of the tag; those of moving names (nginx:latest) stand for none. */
function variantWords(fact: ImageFact): readonly string[] {
  return splitTag(fact.tag).words.filter((word) => word !== 'latest');
}
