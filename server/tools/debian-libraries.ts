/**
 * Which packages of Debian what was built needs when it runs, behind the -dev packages that it was built with.
 *
 * Derived from the dependencies in Debian's own lists of packages (amd64; the generated file names their day), by the
 * rules in scripts/debian-libraries/derive.ts. The generated texts hold an entry a line:
 *
 *     releases       the oldest first, separated by `|`, as are the cells of the next
 *     libraries      -dev package, blank, its run-time packages in each release, separated by commas; `?`: not known;
 *                    `=`, or no more cells: the same as in the release before
 *     base           package, and after a blank the releases whose images hold it; without one every release does
 */
import * as generated from './debian-libraries.generated.ts';

const releases = generated.releases.split('|');
let libraries: ReadonlyMap<string, readonly string[]> | undefined;
let base: ReadonlyMap<string, readonly string[]> | undefined;

/**
 * The run-time packages behind a -dev package (`libssl-dev`, without version and architecture) in a release of Debian
 * (`12`), in alphabetical order: every library that could have been linked by it, not only those that were. Empty: none,
 * it holds headers or static libraries only. undefined: not known, not in that release, or more than a dozen.
 *
 * Without a release there is an answer only when all known ones agree. Not for distributions made of Debian: Ubuntu has
 * other names (libjpeg-turbo8, libldap-2.5-0 where Debian has libldap2).
 */
export function debianLibraries(
  developmentPackage: string,
  release: string | undefined,
): readonly string[] | undefined {
  libraries ??= decode(generated.libraries);
  const cells = libraries.get(developmentPackage);
  if (cells === undefined) return undefined;
  let index = release === undefined ? 0 : releases.indexOf(release);
  if (index < 0 || (release === undefined && cells.length > 1)) return undefined;
  while (index > 0 && (cells[index] ?? '=') === '=') index--;
  const names = cells[index]!;
  if (names === '?') return undefined;
  return names === '' ? [] : names.split(',');
}

/**
 * Is a package surely in every image of a release of Debian, `debian:12-slim` too? Without a release: in those of all known
 * releases. Images that are built upon it have it as well; Distroless ones have not.
 */
export function isInDebianBase(name: string, release: string | undefined): boolean {
  base ??= decode(generated.base);
  const holding = base.get(name)?.[0];
  if (holding === undefined || (release !== undefined && !releases.includes(release))) return false;
  return holding === '' || (release !== undefined && holding.split(',').includes(release));
}

function decode(text: string): ReadonlyMap<string, readonly string[]> {
  return new Map(
    text
      .trim()
      .split('\n')
      .map((line) => {
        const [name = '', cells = ''] = line.split(' ');
        return [name, cells.split('|')];
      }),
  );
}
