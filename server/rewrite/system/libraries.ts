/** Run-time packages behind the build packages of Debian, as the final stage installs them. */
import { debianLibraries, isInDebianBase } from '../../tools/debian-libraries.ts';

/** One name for all releases of Debian, or names by release; those of 13 are renamed for 64 bit time. */
export type Library = string | Readonly<Partial<Record<'11' | '12' | '13', string>>>;

export const time64 = (name: string): Library => ({ '11': name, '12': name, '13': `${name}t64` });
export const ldap: Library = { '11': 'libldap-2.4-2', '12': 'libldap-2.5-0', '13': 'libldap2' };
export const odbc: Library = { '11': 'libodbc1', '12': 'libodbc2', '13': 'libodbc2' };

const releases: readonly string[] = ['11', '12', '13'];

/** Compilers whose own run-time library what they made goes on using. */
const behindCompilers: Readonly<Record<string, string>> = { gfortran: 'libgfortran5' };

/**
 * The run-time packages behind a build package in a release of Debian (`12`); empty: none is needed besides what every image
 * has; undefined: that is not certain. Without a release, only when all known ones agree. `isLinked` leaves out libraries
 * that nothing of the kind that is built links.
 */
export function librariesBehind(
  name: string,
  release: string | undefined,
  isLinked: (library: string) => boolean = () => true,
): readonly string[] | undefined {
  const compiler = Object.hasOwn(behindCompilers, name) ? behindCompilers[name] : undefined;
  if (compiler !== undefined) return [compiler];
  // Where the release is not known, only what the images of all of them have is left out.
  const [first, ...others] = (release === undefined ? releases : [release]).map((each) =>
    debianLibraries(name, each)?.filter((library) => isLinked(library) && !isInDebianBase(library, release)),
  );
  return first && others.every((list) => list?.join() === first.join()) ? first : undefined;
}

/** The names that libraries have in a release; undefined where one has none, or none that is known. */
export function libraryNames(
  libraries: readonly Library[],
  release: string | undefined,
): readonly string[] | undefined {
  const names = libraries.map((library) => {
    if (typeof library === 'string') return library;
    const all = new Set(Object.values(library));
    return all.size === 1 ? [...all][0] : library[release as keyof typeof library];
  });
  return names.every((name) => name !== undefined) ? names : undefined;
}

/** Faces for C++, other widths, decoders and tools of libraries that modules and extensions in C do not link. */
const unlinkedInC =
  /^(?:libtiffxx|libcairo-(?:gobject|script)|libpangoxft|libgmpxx|libkadm5|libgssrpc|libk5crypto|libkrb5-3|odbcinst|libodbc(?:cr|inst)|librdkafka\+\+|libportaudiocpp|libpcre2-(?:16|32|posix)|libgirepository|libsharpyuv|libwebpdecoder|libblas3)/;

export function isLinkedInC(library: string): boolean {
  return !unlinkedInC.test(library);
}
