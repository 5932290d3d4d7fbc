/** What a tag says: `22.4.1-alpine3.20` is version 22.4.1 on Alpine 3.20, `8.0-jammy-chiseled` a variant on Ubuntu. */
import { releaseOf } from './releases.ts';

export interface TagParts {
  /** Leading version as written, without a `v`: `22.4.1`, `17.0.20_8`, `8u502-b07`. */
  readonly version: string | undefined;
  /** The distro the tag names; `version` undefined for a plain `alpine`. */
  readonly distro:
    | { readonly family: string; readonly version: string | undefined; readonly codename: string | undefined }
    | undefined;
  /** Everything else, sorted: slim, jdk, fpm, chiseled, nonroot … */
  readonly words: readonly string[];
  /** A build date was part of it: `bookworm-20240701-slim`. */
  readonly dated: boolean;
}

/** Splits a tag into version, distro and variant words. Total: unknown words are variant words. */
export function splitTag(tag: string): TagParts {
  const words: string[] = [];
  let version: string | undefined;
  let distro: TagParts['distro'];
  let dated = false;
  const tokens = tag.split('-');
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index] ?? '';
    const next = tokens[index + 1] ?? '';
    const numbered = /^(alpine|azurelinux)(\d+\.\d+)?$/.exec(token);
    const release = releaseOf(token);
    if (index === 0 && /^v?\d/.test(token)) {
      version = token.replace(/^v/, '');
      // Java 8 counts updates and builds: 8u502-b07.
      if (/u\d+$/.test(token) && /^b\d+$/.test(next)) {
        version = `${version}-${next}`;
        index += 1;
      }
    } else if (numbered !== null && distro === undefined) {
      const separate = numbered[2] === undefined && /^\d+\.\d+$/.test(next);
      if (separate) index += 1;
      distro = { family: numbered[1] ?? '', version: separate ? next : numbered[2], codename: undefined };
    } else if (release !== undefined && distro === undefined) {
      distro = release;
    } else if (/^20\d{6}(?:\.\d+)?$/.test(token)) {
      dated = true;
    } else {
      words.push(token);
    }
  }
  return { version, distro, words: words.sort(), dated };
}

/** True for the same version or a more exact one of it: 22.4.1 of 22, but not 220 of 22. */
export function refines(version: string, base: string): boolean {
  return version === base || (version.startsWith(base) && /^[^\d]/.test(version.slice(base.length)));
}

/** Orders dotted versions by their numbers; other characters separate. Negative when `a` is lower. */
export function compareVersions(a: string, b: string): number {
  const left = a.split(/\D+/).map(Number);
  const right = b.split(/\D+/).map(Number);
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Equal variant words (both lists are sorted). */
export function sameWords(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((word, index) => word === b[index]);
}
