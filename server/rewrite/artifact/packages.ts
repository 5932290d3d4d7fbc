/** Where the distribution's packages of a compiling image belong. */
import type { ImageFact } from '../../images/facts.ts';
import { buildPackageKind } from '../../tools/build-packages.ts';
import type { Placing } from '../system/packages.ts';
import { alpineLibraries } from '../system/alpine-libraries.ts';
import { librariesBehind } from '../system/libraries.ts';

/** Version control and what fetches: only builds call them, unless the program or its start does. */
const fetching: ReadonlySet<string> = new Set(['git', 'git-core', 'curl', 'wget', 'unzip', 'zip', 'xz-utils', 'gnupg', 'gnupg2', 'subversion', 'mercurial']); // prettier-ignore

export interface PlacingOptions {
  /** The distribution of the final stage: libraries have the names of its release. */
  readonly distro: ImageFact['distro'];
  /** Names of programs that the container, its health check or the program call. */
  readonly called: ReadonlySet<string>;
  /** Names of packages that only the recipe's toolchain uses: `maven`, `libclang-dev`. */
  readonly toolchain?: (name: string) => boolean;
}

/** What is in no list stays at run time: a larger image is better than a broken one. */
export function artifactPlacing({ distro, called, toolchain }: PlacingOptions): Placing {
  return (name) => {
    if (toolchain?.(name) === true) return [];
    if (fetching.has(name)) return called.has(name.replace(/-(?:core|utils)$/, '')) ? undefined : [];
    const kind = buildPackageKind(name);
    if (kind === undefined) return undefined;
    if (kind !== 'headers') return [];
    const unknown = `Which run-time library stands behind ${name} is not certain.`;
    if (distro?.family === 'alpine') return alpineLibraries(name) ?? unknown;
    if (distro?.family !== 'debian') return unknown;
    return librariesBehind(name, distro.version) ?? unknown;
  };
}
