/** Libraries of the system that a C or C++ program loads. */
import type { NativeProject } from '../../project/native/facts.ts';
import type { NativeBuild } from './builds.ts';

/** Parts of the C library and of the compiler, as `-l` and as CMake and Meson name them. */
const ofCompiler: ReadonlySet<string> = new Set(['c', 'm', 'pthread', 'dl', 'rt', 'util', 'crypt', 'resolv', 'stdc++', 'stdc++fs', 'gcc', 'gcc_s', 'gcc_eh', 'Threads', 'Git', 'PkgConfig', 'Doxygen', 'GTest', 'gtest', 'gtest_main', 'Catch2', 'benchmark', 'Python', 'Python3', 'PythonInterp', 'Perl', 'Sanitizers', 'CCache', 'nlohmann_json', 'Eigen3']); // prettier-ignore

/** Libraries that are linked and that neither the compiler nor the packages of the file bring: the base image's own. */
export function foreignLibraries(
  builds: readonly NativeBuild[],
  projects: readonly NativeProject[],
): readonly string[] {
  const named = [
    ...builds.flatMap(({ libraries }) => libraries),
    ...projects.flatMap(({ libraries }) => libraries),
  ];
  return [...new Set(named)].filter((name) => !ofCompiler.has(name) && !Object.hasOwn(withCompilers, name));
}

/** Libraries that come with compilers and that small images lack: Debian's and Ubuntu's package, and Alpine's. */
const withCompilers: Readonly<Record<string, readonly [string, string]>> = {
  atomic: ['libatomic1', 'libatomic'],
  gomp: ['libgomp1', 'libgomp'],
  OpenMP: ['libgomp1', 'libgomp'],
  quadmath: ['libquadmath0', 'libquadmath'],
  gfortran: ['libgfortran5', 'libgfortran'],
};

/** Packages behind what the builds link of their compiler. */
export function compilerLibraries(
  builds: readonly NativeBuild[],
  projects: readonly NativeProject[],
  manager: string | undefined,
): readonly string[] {
  const flags = builds.flatMap((build) => build.flags);
  const named = [
    ...builds.flatMap(({ libraries }) => libraries),
    ...projects.flatMap(({ libraries }) => libraries),
    ...(flags.includes('-fopenmp') ? ['gomp'] : []),
  ];
  const found = named.flatMap((name) =>
    Object.hasOwn(withCompilers, name) ? withCompilers[name]![manager === 'apk' ? 1 : 0] : [],
  );
  return [...new Set(found)];
}

/**
 * Ubuntu's names where Debian has none of that release: packages.ubuntu.com, 20.04 to 24.04. Empty: headers only, or in every
 * image.
 */
const ubuntu: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'zlib1g-dev': { all: [] },
  'uuid-dev': { all: [] },
  'nlohmann-json3-dev': { all: [] },
  'libasio-dev': { all: [] },
  'rapidjson-dev': { all: [] },
  'libeigen3-dev': { all: [] },
  'libpq-dev': { all: ['libpq5'] },
  'libsqlite3-dev': { all: ['libsqlite3-0'] },
  'libssl-dev': { '20.04': ['libssl1.1'], '22.04': ['libssl3'], '24.04': ['libssl3t64'] },
  'libcurl4-openssl-dev': { '20.04': ['libcurl4'], '22.04': ['libcurl4'], '24.04': ['libcurl4t64'] },
  'libjsoncpp-dev': { '20.04': ['libjsoncpp1'], '22.04': ['libjsoncpp25'], '24.04': ['libjsoncpp25'] },
  'libuv1-dev': { '20.04': ['libuv1'], '22.04': ['libuv1'], '24.04': ['libuv1t64'] },
};

export function ubuntuLibraries(name: string, release: string | undefined): readonly string[] | undefined {
  const entry = Object.hasOwn(ubuntu, name) ? ubuntu[name] : undefined;
  if (entry?.all) return entry.all;
  return release === undefined ? undefined : entry?.[release];
}

/** Packages that only compile. */
export function isNativeToolchain(name: string): boolean {
  return /^(?:build-essential|build-base|cmake(?:-data)?|cmake-curses-gui|ninja-build|ninja|samurai|meson|ccache|gdb|gdbserver|valgrind|strace|lldb|clang(?:-\d+)?|clang-(?:format|tidy|tools)(?:-\d+)?|llvm(?:-\d+)?(?:-dev)?|lld(?:-\d+)?|mold|libc6-dev|libstdc\+\+-\d+-dev|musl-dev|libc-dev|linux-headers|autotools-dev|autoconf-archive|m4|gettext|texinfo|doxygen|cppcheck|lcov|libgtest-dev|googletest|libbenchmark-dev|catch2|pkgconf|pkg-config|protobuf-compiler|apt-utils|software-properties-common|apt-transport-https|vim|nano|man-db|tree|htop)$/.test(
    name,
  );
}
