/** The smallest base that runs a Go binary. */
import type { StageBase } from '../../dockerfile/model.ts';
import type { Facts } from '../../rules/rule.ts';

/**
 * Static binaries need no C library: the distroless static image of the same Debian, else the newest. With cgo the base
 * must have the build stage's own C library, so the release has to be known.
 */
export function runtimeBase(base: StageBase, cgo: boolean, facts: Facts): string | undefined {
  if (base.kind !== 'image') return undefined;
  const built = facts.images.lookup(base.reference);
  const release = built?.distro?.family === 'debian' ? built.distro.version : undefined;
  if (cgo) {
    const alpine = built?.distro?.family === 'alpine' ? built.distro.version : undefined;
    if (alpine !== undefined && built?.libc === 'musl') return known(`alpine:${alpine}`, facts);
    if (built?.libc !== 'glibc' || release === undefined) return undefined;
    return known(`gcr.io/distroless/base-debian${release}:nonroot`, facts);
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
