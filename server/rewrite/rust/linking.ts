/** How cargo links what it builds: which C library the programs need, if any. */
import type { CargoConfiguration } from '../../project/rust/facts.ts';
import type { ImageFact } from '../../images/facts.ts';
import { variableOf } from '../../tools/dependencies/command.ts';
import type { CargoCommand } from '../../tools/cargo.ts';
import type { CommandSite } from '../../tools/sites.ts';

export interface Linking {
  /** The target that is asked for; undefined: the toolchain's own. Its results lie in a folder of this name. */
  readonly triple: string | undefined;
  /** The C library that the programs load; `static`: none. */
  readonly libc: 'glibc' | 'musl' | 'static';
}

/**
 * The linking, or why it is not certain (a complete sentence). By default programs for musl are static and others are not
 * (doc.rust-lang.org/reference/linkage.html); Alpine's own package of Rust links musl dynamically, too (aports, main/rust).
 */
export function linkingOf(
  site: CommandSite,
  cargo: CargoCommand,
  base: ImageFact,
  configuration: CargoConfiguration | undefined,
): Linking | string {
  const flags = `${valueOf(site, 'RUSTFLAGS') ?? ''} ${valueOf(site, 'CARGO_BUILD_RUSTFLAGS') ?? ''} ${(configuration?.flags ?? []).join(' ')}`;
  const asked =
    cargo.options.value('--target') ?? valueOf(site, 'CARGO_BUILD_TARGET') ?? configuration?.target;
  if (flags.includes(unknown) || asked === unknown || asked?.includes('$') === true)
    return 'Which target cargo builds for is decided by a variable that only the build knows.';
  const isMusl = asked === undefined ? base.libc === 'musl' : asked.includes('musl');
  if (asked !== undefined && !/-linux-/.test(asked))
    return `The programs are built for ${asked}, which is not Linux.`;
  if (!isMusl && base.libc !== 'glibc')
    return 'Which C library the programs are linked against is not certain.';
  const isStatic =
    /\+crt-static/.test(flags) || (isMusl && isStaticByDefault(base) && !/-crt-static/.test(flags));
  return { triple: asked, libc: isStatic ? 'static' : isMusl ? 'musl' : 'glibc' };
}

/** rustup's toolchains are; those that a distribution builds need not be. */
function isStaticByDefault({ repository, distro }: ImageFact): boolean {
  return repository === 'rust' || distro?.family !== 'alpine';
}

/** No name of a target, no flag. */
const unknown = '?';

function valueOf(site: CommandSite, name: string): string | undefined {
  const value = variableOf(site, name);
  if (value === undefined) return undefined;
  return value.known ? value.value : value.unset === true ? undefined : unknown;
}
