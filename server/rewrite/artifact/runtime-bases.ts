/** Images that can run a compiled program, the smallest first. */
import { codenameOf } from '../../images/releases.ts';
import type { ImageFact } from '../../images/facts.ts';
import { splitTag } from '../../images/tag.ts';
import type { Facts } from '../../rules/rule.ts';

export interface RuntimeBase {
  readonly image: string;
  readonly fact: ImageFact;
  /** It has no shell and an account of its own, and the container runs as that. */
  readonly isDistroless: boolean;
}

/** Debian's release of the build stage; undefined when it is not known. */
export function debianRelease(fact: ImageFact): string | undefined {
  if (fact.distro?.family !== 'debian') return undefined;
  return fact.distro.version ?? (fact.repository === 'rust' ? releaseOfRust(fact.tag) : undefined);
}

/**
 * Tags without a release follow Debian. The changes of the default are in the history of x.py in rust-lang/docker-rust:
 * bullseye with 1.55 (2021-09-09), bookworm with 1.71.1 (2023-08-03), trixie with 1.89 (2025-08-19).
 */
function releaseOfRust(tag: string): string | undefined {
  const [major, minor = NaN, patch] = (splitTag(tag).version ?? '').split('.').map(Number);
  if (major !== 1 || Number.isNaN(minor)) return undefined;
  if (minor >= 89) return '13';
  if (minor > 71 || (minor === 71 && patch !== 0)) return '12';
  return minor >= 55 ? '11' : '10';
}

/**
 * Same distribution and same or newer release: programs run on a newer glibc than they were linked with, never on an older
 * one. `loads`: the program loads libraries of the release besides the C library.
 */
export function runtimeBases(
  built: ImageFact,
  libc: 'glibc' | 'musl' | 'static',
  loads: boolean,
  facts: Facts,
): readonly RuntimeBase[] {
  const known = (image: string, isDistroless: boolean): RuntimeBase[] => {
    const fact = facts.images.lookup(image);
    return fact && !fact.unmaintained && fact.approximates === undefined
      ? [{ image, fact, isDistroless }]
      : [];
  };
  const family = built.distro?.family;
  const distroless = (kind: string, releases: readonly string[]): RuntimeBase[] =>
    releases
      .flatMap((release) => known(`gcr.io/distroless/${kind}-debian${release}:nonroot`, true))
      .slice(0, 1);
  const release = debianRelease(built);
  const newest = ['13', '12'];
  const own = release === undefined ? newest : newest.includes(release) ? [release, ...newest] : newest;
  const slim = (wanted: string | undefined): RuntimeBase[] => {
    const codename = wanted === undefined ? undefined : codenameOf('debian', wanted);
    return codename === undefined ? [] : known(`debian:${codename}-slim`, false);
  };
  const alpine = (version: string | undefined): RuntimeBase[] =>
    version === undefined ? known(newestAlpine(facts), false) : known(`alpine:${version}`, false);
  if (libc === 'static') {
    const shell =
      family === 'alpine'
        ? alpine(built.distro?.version)
        : family === 'ubuntu'
          ? ubuntu(built, known)
          : slim(release ?? newest[0]);
    return [...distroless('static', own), ...shell];
  }
  if (libc === 'musl') return family === 'alpine' ? alpine(built.distro?.version) : [];
  if (family === 'ubuntu') return ubuntu(built, known);
  if (family !== 'debian') return [];
  const isOld = release !== undefined && !newest.includes(release);
  // Libraries have other versions in a newer release.
  if (loads) return release === undefined || isOld ? [] : [...distroless('cc', [release]), ...slim(release)];
  return [...distroless('cc', own), ...slim(release === undefined ? newest[0] : isOld ? '12' : release)];
}

function ubuntu(
  { distro }: ImageFact,
  known: (image: string, isDistroless: boolean) => RuntimeBase[],
): RuntimeBase[] {
  return distro?.version === undefined ? [] : known(`ubuntu:${distro.version}`, false);
}

function newestAlpine({ images }: Facts): string {
  const all = images.ofRepository('alpine');
  const versions = all
    .map(({ tag }) => tag)
    .sort((a, b) => Number(b.split('.')[1]) - Number(a.split('.')[1]));
  return `alpine:${versions[0] ?? 'latest'}`;
}
