/**
 * Which packages what was built with a -dev package needs when it runs, derived from the relations of Debian's packages.
 *
 * Debian Policy, 8.4: a development package depends on the run-time library of its own source, in exactly its version,
 * because its link `libx.so` leads into that package. So these count, of the dependencies of a -dev package:
 *
 * - packages of libraries (Policy, 8.1) of the same source: not its tools, documents, data or introspection
 * - what counts for -dev packages of the same source: those are parts of it, or it is only another name for them
 * - if these give nothing, it has no shared library itself, being a meta package, a static library or headers only: what
 *   counts for the -dev packages of other sources that it depends on
 *
 * These don't count: libraries behind -dev packages of other sources when it has one of its own (that library depends on them
 * itself, where it uses them), other sources' packages that are no -dev package, and what compilers and the C library
 * bring (libstdc++6, libgcc-s1, libc6): apt needs them itself, so that every Debian image has them.
 *
 * So some packages are left out of the data: those whose programs, drivers or introspection data what was built needs as
 * well (MPI: mpirun; RDMA: ibverbs-providers; Perl; libgirepository1.0-dev: gir1.2-glib-2.0), and those whose headers make
 * their users link libraries that the package's own does not need (libcpprest-dev: Boost; libdlib-dev: SQLite, X11).
 */
import type { DebianPackage, PackageList } from './packages.ts';

/** A longer list is no advice any more: whoever installs libopencv-dev uses three of its thirty libraries. */
const maximum = 12;

/** Packages in alphabetical order; empty: headers only; undefined: the release lacks the package, or they are too many. */
export function runtimeLibraries(list: PackageList, name: string): readonly string[] | undefined {
  const found = list.find(name);
  if (!found) return undefined;
  const libraries = [...librariesOf(list, found, new Set())].sort();
  return libraries.length > maximum ? undefined : libraries;
}

function librariesOf(list: PackageList, developed: DebianPackage, seen: Set<string>): Set<string> {
  const libraries = new Set<string>();
  const others: DebianPackage[] = [];
  const open = [developed];
  for (let next = open.pop(); next; next = open.pop()) {
    if (seen.has(next.name) || isToolchain(next)) continue;
    seen.add(next.name);
    for (const each of list.neededBy(next)) {
      if (isDevelopment(each)) (each.source === developed.source ? open : others).push(each);
      else if (each.source === developed.source && isLibrary(each)) libraries.add(each.name);
    }
  }
  if (libraries.size === 0)
    for (const other of others) for (const name of librariesOf(list, other, seen)) libraries.add(name);
  return libraries;
}

function isDevelopment({ name, section }: DebianPackage): boolean {
  return /-(?:multi)?dev$/.test(name) || section === 'libdevel';
}

/** Sections are up to the packager: libbinutils is in `devel`. Names follow the library's, `zlib1g` and a few others aside. */
function isLibrary({ name, section }: DebianPackage): boolean {
  if (section === 'metapackages' || /-(?:bin|tools|utils|data|doc|java)$/.test(name)) return false;
  return /^(?:old)?libs$/.test(section) || (/(?:^|-)lib/.test(name) && !name.endsWith('-common'));
}

function isToolchain({ source }: DebianPackage): boolean {
  return /^(?:glibc|linux|gcc-(?:\d+|defaults))$/.test(source);
}

/**
 * What every image `debian:…` holds, the slim ones too: essential packages, those of priority `required`, apt, and what
 * they depend on (debootstrap's variant `minbase`, of which the images are made). In alphabetical order. A dependency
 * with alternatives is no certainty, and left out. Compared with rootfs.manifest in debuerreotype/docker-debian-artifacts:
 * of the images' packages only gpgv (11, 12) and usr-is-merged (12) are missing here, and nothing is here that they lack.
 */
export function basePackages(list: PackageList): readonly string[] {
  const base = new Set<string>();
  const open = [...list.all].filter(
    ({ name, essential, priority }) => essential || priority === 'required' || name === 'apt',
  );
  for (let next = open.pop(); next; next = open.pop()) {
    if (base.has(next.name)) continue;
    base.add(next.name);
    // Of several alternatives another one may be there: usr-is-merged in the place of usrmerge.
    open.push(...list.neededBy(next, 1));
  }
  return [...base].sort();
}
