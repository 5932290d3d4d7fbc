/** The smallest base that runs a Go binary. */
import type { StageBase } from '../../dockerfile/model.ts';
import type { Facts } from '../../rules/rule.ts';
import type { GoLinking } from './linking.ts';

/**
 * Static binaries need no C library: the distroless static image of the same Debian, else the newest. With cgo the base
 * must have the build stage's own C library, so the release has to be known; nothing links OpenSSL, whose headers the build
 * images lack, so `base-nossl` has all that C needs, and `cc` what C++ needs (GoogleContainerTools/distroless, base/README.md
 * and cc/README.md).
 */
export function runtimeBase(
  base: StageBase,
  { kind }: Pick<GoLinking, 'kind'>,
  facts: Facts,
): string | undefined {
  if (base.kind !== 'image' || kind === 'more') return undefined;
  const built = facts.images.lookup(base.reference);
  const release = built?.distro?.family === 'debian' ? built.distro.version : undefined;
  if (kind !== 'static') {
    const alpine = built?.distro?.family === 'alpine' ? built.distro.version : undefined;
    // Alpine's own image has no library of C++.
    if (alpine !== undefined && built?.libc === 'musl')
      return kind === 'c' ? known(`alpine:${alpine}`, facts) : undefined;
    if (built?.libc !== 'glibc' || release === undefined) return undefined;
    const names = kind === 'c' ? ['base-nossl', 'base', 'cc'] : ['cc'];
    return names
      .map((name) => known(`gcr.io/distroless/${name}-debian${release}:nonroot`, facts))
      .find((one) => one !== undefined);
  }
  const releases = [release, '13', '12'].filter((one) => one !== undefined);
  for (const one of releases) {
    const base = known(`gcr.io/distroless/static-debian${one}:nonroot`, facts);
    if (base !== undefined) return base;
  }
  return undefined;
}

function known(reference: string, facts: Facts): string | undefined {
  const fact = facts.images.lookup(reference);
  return fact && !fact.unmaintained ? reference : undefined;
}
