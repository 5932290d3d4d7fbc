/** Releases of distributions that image tags name by code name. */

export interface DistroRelease {
  readonly family: string;
  readonly version: string;
  readonly codename: string;
}

/** Published by the Debian and Ubuntu projects; a code name never changes its release. */
const codenames: ReadonlyMap<string, DistroRelease> = new Map(
  (
    [
      ['debian', '7', 'wheezy'],
      ['debian', '8', 'jessie'],
      ['debian', '9', 'stretch'],
      ['debian', '10', 'buster'],
      ['debian', '11', 'bullseye'],
      ['debian', '12', 'bookworm'],
      ['debian', '13', 'trixie'],
      ['ubuntu', '14.04', 'trusty'],
      ['ubuntu', '16.04', 'xenial'],
      ['ubuntu', '18.04', 'bionic'],
      ['ubuntu', '20.04', 'focal'],
      ['ubuntu', '22.04', 'jammy'],
      ['ubuntu', '24.04', 'noble'],
      ['ubuntu', '26.04', 'resolute'],
    ] as const
  ).map(([family, version, codename]) => [codename, { family, version, codename }]),
);

/** The release a code name stands for. */
export function releaseOf(codename: string): DistroRelease | undefined {
  return codenames.get(codename);
}

/** The code name of a release, where it has one. */
export function codenameOf(family: string, version: string): string | undefined {
  for (const release of codenames.values()) {
    if (release.family === family && release.version === version) return release.codename;
  }
  return undefined;
}
