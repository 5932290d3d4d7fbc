/** Packages of distributions that only builds use. A name that is not here may be needed at run time. */

/** Compilers and what compiling needs; what they make goes on without them. Debian, Alpine and Fedora names. */
const compilers: ReadonlySet<string> = new Set([
  'build-essential', 'build-base', 'alpine-sdk', 'gcc', 'g++', 'gcc-c++', 'c++-compiler', 'clang', 'gfortran', 'cmake', 'rustc', 'cargo', 'golang', 'golang-go',
  'go', 'binutils', 'dpkg-dev', 'devscripts', '@development-tools',
]); // prettier-ignore

/** Small helpers of builds, and headers that no library stands behind. */
const helpers: ReadonlySet<string> = new Set([
  'make', 'autoconf', 'automake', 'libtool', 'pkg-config', 'pkgconf', 'pkgconfig', 'ninja-build', 'ninja', 'samurai', 'meson', 'nasm', 'yasm', 'bison', 'flex',
  'patch', 're2c', 'musl-dev', 'libc-dev', 'libc6-dev', 'linux-headers', 'python3-dev', 'python-dev', 'python3-devel', 'ruby-dev', 'ruby-devel', 'node-gyp',
]); // prettier-ignore

/**
 * `compiler`: large, and nothing that was built needs it. `helper`: the same, but small. `headers`: of a library that
 * what was built goes on using.
 */
export type BuildPackageKind = 'compiler' | 'helper' | 'headers';

/** Undefined for a package that may be needed at run time. */
export function buildPackageKind(name: string): BuildPackageKind | undefined {
  if (compilers.has(name) || /^(?:gcc|g\+\+|clang|golang)-\d[\d.]*$/.test(name)) return 'compiler';
  if (helpers.has(name) || /^python3\.\d+-dev$|^linux-headers-/.test(name)) return 'helper';
  return /^.+-(?:dev|devel)$/.test(name) ? 'headers' : undefined;
}
