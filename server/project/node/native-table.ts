/**
 * Packages with native code, as far as a lockfile alone can't tell. `musl` is true when the package's releases
 * bring prebuilt musl binaries, or static ones, for x64 and arm64 (looked at in the packages' own release
 * pages); `muslSince` is the first such version. A package that merely compiles on musl counts as false.
 */
export interface KnownNative {
  readonly musl: boolean;
  readonly muslSince?: string;
}

const glibc: KnownNative = { musl: false };
const both: KnownNative = { musl: true };

export const knownNative: ReadonlyMap<string, KnownNative> = new Map([
  ['argon2', { musl: true, muslSince: '0.40.0' }],
  ['bcrypt', { musl: true, muslSince: '5.0.0' }],
  ['better-sqlite3', { musl: true, muslSince: '8.0.0' }],
  ['bufferutil', glibc],
  ['canvas', glibc],
  ['classic-level', both],
  ['cypress', glibc],
  ['deasync', glibc],
  ['electron', glibc],
  ['farmhash', glibc],
  ['ffmpeg-static', both],
  ['ffi-napi', glibc],
  ['grpc', glibc],
  ['hiredis', glibc],
  ['ibm_db', glibc],
  ['isolated-vm', glibc],
  ['kerberos', glibc],
  ['keytar', glibc],
  ['leveldown', both],
  ['libpq', glibc],
  ['libxmljs', glibc],
  ['libxmljs2', glibc],
  ['lmdb', both],
  ['microtime', glibc],
  ['mongodb-client-encryption', glibc],
  ['msgpackr-extract', both],
  ['node-expat', glibc],
  ['node-pty', glibc],
  ['node-rdkafka', glibc],
  ['node-sass', glibc],
  ['odbc', glibc],
  ['onnxruntime-node', glibc],
  ['oracledb', glibc],
  ['pg-native', glibc],
  ['phantomjs-prebuilt', glibc],
  ['playwright', glibc],
  // Prisma's engines need the OpenSSL libraries of a matching version beside the right libc.
  ['@prisma/client', glibc],
  ['@prisma/engines', glibc],
  ['prisma', glibc],
  ['puppeteer', glibc],
  ['re2', { musl: true, muslSince: '1.17.0' }],
  ['ref-napi', glibc],
  ['@confluentinc/kafka-javascript', glibc],
  ['@datadog/native-appsec', both],
  ['@datadog/native-metrics', both],
  ['@datadog/pprof', both],
  ['@sentry/cli', both],
  ['@sentry/profiling-node', both],
  ['@serialport/bindings-cpp', both],
  ['@tensorflow/tfjs-node', glibc],
  ['segfault-handler', glibc],
  ['sharp', { musl: true, muslSince: '0.27.0' }],
  ['snappy', { musl: true, muslSince: '7.0.0' }],
  ['sodium-native', glibc],
  ['sqlite3', { musl: true, muslSince: '5.1.0' }],
  ['unix-dgram', glibc],
  ['utf-8-validate', glibc],
  ['workerd', glibc],
  ['zeromq', glibc],
]);

/** Depending on one of these means: this package is compiled, or fetches compiled code, when it is installed. */
export const nativeTools: ReadonlySet<string> = new Set([
  '@mapbox/node-pre-gyp', 'bindings', 'cmake-js', 'install-artifact-from-github', 'nan', 'neon-cli', 'node-addon-api',
  'node-gyp', 'node-gyp-build', 'node-gyp-build-optional-packages', 'node-pre-gyp', 'pkg-prebuilds', 'prebuild-install',
]); // prettier-ignore

/** The tools themselves, and what uses them to install others: JavaScript only. */
export const notNativeThemselves: ReadonlySet<string> = new Set([
  ...nativeTools, '@npmcli/run-script', '@npmcli/arborist', 'libnpmexec', 'npm', 'npm-lifecycle', '@electron/rebuild', 'prebuild',
]); // prettier-ignore

/** Packages whose install script brings no native code. */
export const harmlessInstallScripts: ReadonlyMap<string, string> = new Map([
  ['@apollo/protobufjs', 'compares versions'],
  ['@firebase/util', 'writes default configuration'],
  ['@nestjs/core', 'asks for donations'],
  ['@scarf/scarf', 'sends statistics'],
  ['aws-sdk', 'prints a notice'],
  ['bootstrap-vue', 'asks for donations'],
  ['core-js', 'asks for donations'],
  ['core-js-pure', 'asks for donations'],
  ['ejs', 'prints a notice'],
  ['es5-ext', 'prints a notice'],
  // Lockfiles of version 1 do not say that it is for macOS only.
  ['fsevents', 'is not installed on Linux'],
  ['husky', 'installs git hooks'],
  ['inferno', 'asks for donations'],
  ['msw', 'copies a script file'],
  ['nodemon', 'asks for donations'],
  ['parse-server', 'asks for donations'],
  ['preact', 'asks for donations'],
  ['protobufjs', 'compares versions'],
  ['simple-git-hooks', 'installs git hooks'],
  // Its crypto binding is an extra: when it can't be built, the JavaScript implementation is used.
  ['ssh2', 'optional extra with a fallback'],
  ['styled-components', 'prints a notice'],
  ['tesseract.js', 'asks for donations'],
  ['vue-demi', 'picks a JavaScript variant'],
  ['web3', 'prints a notice'],
  ['yarn', 'checks the installer'],
]);

/** Optional packages per platform without libc in their names: static executables. */
export const staticPlatformScopes: readonly RegExp[] = [
  /^@esbuild\//,
  /^esbuild-linux-/,
  /^turbo-linux-/,
  /^@sentry\/cli-linux/,
  /^@biomejs\/cli-linux/,
  /^@msgpackr-extract\//,
  /^@lmdb\//,
];
