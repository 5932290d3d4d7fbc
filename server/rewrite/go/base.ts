/** The smallest base that runs a Go binary. */
import type { StageBase } from '../../dockerfile/model.ts';
import type { Facts } from '../../rules/rule.ts';

/**
 * Static binaries need no C library: the newest distroless static image. With cgo the base must have the build
 * stage's own glibc, so the Debian release has to be known.
 */
export function runtimeBase(base: StageBase, cgo: boolean, facts: Facts): string | undefined {
  if (base.kind !== 'image') return undefined;
  const built = facts.images.lookup(base.reference);
  const release = built?.distro?.family === 'debian' ? built.distro.version : undefined;
  if (cgo) {
    if (built?.libc !== 'glibc' || release === undefined) return undefined;
    return known(`gcr.io/distroless/base-debian${release}:nonroot`, facts);
  }
  return (
    known(`gcr.io/distroless/static-debian${release ?? ''}:nonroot`, facts) ??
    known('gcr.io/distroless/static-debian12:nonroot', facts)
  );
}

function known(reference: string, facts: Facts): string | undefined {
  const fact = facts.images.lookup(reference);
  return fact && !fact.unmaintained ? reference : undefined;
}
