/** System libraries that a Rust program loads when it starts, told by the packages in Cargo.lock that bind to them. */
import type { ImageFact } from '../../images/facts.ts';
import type { RustProject } from '../../project/rust/facts.ts';
import { buildPackageKind } from '../../tools/build-packages.ts';

/** The development package of Debian whose library is linked, and names of packages that put it into the program instead. */
interface Binding {
  readonly headers: string;
  readonly bundledBy?: readonly string[];
  /** Looked for, and compiled from sources of its own where it is not there: the full image of Rust has it. */
  readonly optional?: true;
}

/** From the build scripts of these packages (docs.rs). */
const bindings: Readonly<Record<string, Binding>> = {
  'openssl-sys': { headers: 'libssl-dev', bundledBy: ['openssl-src'] },
  'pq-sys': { headers: 'libpq-dev', bundledBy: ['pq-src'] },
  'mysqlclient-sys': { headers: 'default-libmysqlclient-dev', bundledBy: ['mysqlclient-src'] },
  // Its bundled library is compiled with cc.
  'libsqlite3-sys': { headers: 'libsqlite3-dev', bundledBy: ['libsqlite3-sys/cc'] },
  'libz-sys': { headers: 'zlib1g-dev', optional: true },
  'curl-sys': { headers: 'libcurl4-openssl-dev', optional: true },
  'bzip2-sys': { headers: 'libbz2-dev', optional: true },
  'lzma-sys': { headers: 'liblzma-dev', optional: true },
  'libgit2-sys': { headers: 'libgit2-dev', optional: true },
  'libssh2-sys': { headers: 'libssh2-1-dev', optional: true },
  'sasl2-sys': { headers: 'libsasl2-dev' },
  'libudev-sys': { headers: 'libudev-dev' },
  'alsa-sys': { headers: 'libasound2-dev' },
  'libdbus-sys': { headers: 'libdbus-1-dev' },
  'odbc-sys': { headers: 'unixodbc-dev' },
  'yeslogic-fontconfig-sys': { headers: 'libfontconfig-dev' },
  'libpcap-sys': { headers: 'libpcap-dev' },
  'pcre2-sys': { headers: 'libpcre2-dev', optional: true },
}; // prettier-ignore

/** They compile sources that they bring along into the program, need the kernel only, or serve build scripts. */
const selfContained: ReadonlySet<string> = new Set([
  'ring', 'aws-lc-sys', 'aws-lc-fips-sys', 'boring-sys', 'zstd-sys', 'lz4-sys', 'jemalloc-sys', 'tikv-jemalloc-sys', 'tikv-jemallocator', 'libmimalloc-sys', 'snmalloc-sys',
  'clang-sys', 'librocksdb-sys', 'lmdb-sys', 'lmdb-master-sys', 'lmdb-rkv-sys', 'onig_sys', 'libsodium-sys', 'libsodium-sys-stable', 'secp256k1-sys', 'mozjpeg', 'mozjpeg-sys',
  'libwebp-sys', 'backtrace-sys', 'rusty_v8', 'v8', 'rdkafka-sys',
]); // prettier-ignore

/** Development packages whose libraries the program needs, or what is not certain: a complete sentence. */
export function boundLibraries(
  projects: readonly RustProject[],
  base: ImageFact,
  installed: ReadonlySet<string>,
): ReadonlySet<string> | string {
  const locked = projects[0]?.lockedPackages;
  if (!locked) {
    const hasOthers = projects.some(({ dependencies }) =>
      dependencies.some(({ path, kind }) => path === undefined && kind !== 'dev'),
    );
    // What the linker does not find can't be linked: small images have the C library alone, and the packages of the file are looked at by themselves.
    if (!hasOthers || !isFull(base)) return new Set();
    return 'There is no Cargo.lock that can be read, so whether the program loads libraries of the system is not certain: commit the one that cargo writes.';
  }
  const used = reachable(projects, locked);
  const headers = new Set<string>();
  for (const name of used) {
    if (!isBinding(name, projects)) continue;
    const binding = Object.hasOwn(bindings, name) ? bindings[name] : undefined;
    if (!binding) {
      if (selfContained.has(name)) continue;
      return `The program uses ${name}, and which library of the system that loads is not certain.`;
    }
    const isBundled = binding.bundledBy?.some((other) => {
      const [owner, part] = other.split('/');
      return part === undefined ? used.has(other) : locked.get(owner!)?.includes(part) === true;
    });
    if (isBundled === true) continue;
    if (binding.optional && !hasHeaders(binding.headers, base, installed)) continue;
    headers.add(binding.headers);
  }
  return headers;
}

/** What `nativePackages` counts: packages that bind to libraries. */
function isBinding(name: string, projects: readonly RustProject[]): boolean {
  return projects.some(({ nativePackages }) => nativePackages.includes(name));
}

/** The full images of Debian's tools (buildpack-deps) come with the headers of common libraries. */
function hasHeaders(headers: string, base: ImageFact, installed: ReadonlySet<string>): boolean {
  const inFull = /^(?:zlib1g-dev|libcurl4-openssl-dev|libbz2-dev|liblzma-dev|libpcre2-dev)$/.test(headers);
  return installed.has(headers) || (isFull(base) && inFull);
}

function isFull({ tools }: ImageFact): boolean {
  return tools.includes('git') && tools.includes('g++');
}

/** Names of packages that the projects need when they run; what only tests need is left out. */
function reachable(
  projects: readonly RustProject[],
  locked: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const found = new Set<string>();
  const open = projects.flatMap(({ dependencies }) =>
    dependencies.filter(({ kind }) => kind === 'normal').map(({ name }) => name),
  );
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    open.push(...(locked.get(name) ?? []));
  }
  return found;
}

/** Names of the distribution's packages that only compile Rust. */
export function isRustToolchain(name: string): boolean {
  return (
    buildPackageKind(name) === 'compiler' ||
    /^(?:rust|rustup|rust-all|rust-src|cargo|protobuf-compiler|libprotobuf-dev|protoc|protobuf|protobuf-dev|clang(?:-dev|-static|\d*-libclang)?|libclang-(?:\d+-)?dev|libclang\d*|llvm(?:-\d+)?(?:-dev|-static)?|lld(?:-\d+)?|mold|musl|musl-tools|perl|libstdc\+\+-\d+-dev|gcc-[\w-]+|g\+\+-[\w-]+|libc6-dev-\w+|crossbuild-essential-\w+|mingw-w64|sccache|capnproto|flatbuffers-compiler|apt-utils|apt-transport-https|software-properties-common|lsb-release|openssl-libs-static)$/.test(
      name,
    )
  );
}

/** Packages that open TLS connections with the certificates of the system. */
export function usesSystemCertificates(projects: readonly RustProject[]): boolean {
  const locked = projects[0]?.lockedPackages;
  if (!locked) return true;
  const used = reachable(projects, locked);
  return [
    'openssl-sys',
    'native-tls',
    'rustls-native-certs',
    'rustls-platform-verifier',
    'openssl-probe',
  ].some((name) => used.has(name));
}
