/** Run-time packages behind the build packages of Debian, as the final stage installs them. */
import { debianLibraries, isInDebianBase } from '../../tools/debian-libraries.ts';

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
  const [first, ...others] = (release === undefined ? releases : [release]).map((each) =>
    debianLibraries(name, each)?.filter((library) => isLinked(library) && !isInDebianBase(library, each)),
  );
  return first && others.every((list) => list?.join() === first.join()) ? first : undefined;
}
