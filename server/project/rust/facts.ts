import type { AskedVersion, DependencyLock } from '../dependencies.ts';

/** A Cargo.toml: a package, the root of a workspace, or both. */
export interface RustProject {
  readonly kind: 'rust';
  readonly directory: string;
  /** Cargo.toml, relative to the context. */
  readonly manifest: string;
  /** The package's name; undefined for a workspace root that is no package itself. */
  readonly name: string | undefined;
  /** With what it inherits from its workspace. */
  readonly version: string | undefined;
  readonly edition: string | undefined;
  /** Programs and the library as cargo finds them, and whatever else the manifest names. */
  readonly targets: readonly RustTarget[];
  /** The program that `cargo run` starts, where the manifest says. */
  readonly defaultRun: string | undefined;
  /** build.rs, relative to the context. */
  readonly buildScript: string | undefined;
  readonly dependencies: readonly RustDependency[];
  /** It has lints of its own or of the workspace: what they deny stops a build. */
  readonly lints: boolean;
  /** Names of the package's features. */
  readonly features: readonly string[];
  /** Members' folders relative to the context, when this is the root of a workspace. */
  readonly members: readonly string[];
  /** It has a `[workspace]` table. */
  readonly isWorkspace: boolean;
  /** The root's folder when this is a member of a workspace that lies above it. */
  readonly workspaceRoot: string | undefined;
  /** `[patch]` or `[replace]` in the workspace's root: packages come from elsewhere than they say. */
  readonly patched: boolean;
  /** Cargo.lock of the workspace. */
  readonly lock: DependencyLock | undefined;
  /** Names of locked packages that bind to native libraries (`openssl-sys`), without those of other systems. */
  readonly nativePackages: readonly string[];
  /** Every package of Cargo.lock by name, with the names of what it depends on; undefined when there is no lockfile to read. */
  readonly lockedPackages: ReadonlyMap<string, readonly string[]> | undefined;
  /** rust-toolchain.toml or rust-toolchain, which rustup follows; else `rust-version`. */
  readonly rustVersion: AskedVersion | undefined;
  /** Targets that rust-toolchain.toml installs. */
  readonly toolchainTargets: readonly string[];
  readonly configuration: CargoConfiguration | undefined;
  /** Other files that every cargo command reads, and that exist: rust-toolchain.toml, .cargo/config.toml. */
  readonly installFiles: readonly string[];
  /** Folder or file with the queries that sqlx has checked beforehand. */
  readonly sqlxOffline: string | undefined;
  /** actix-web, axum, rocket, warp, poem, tide, tonic, hyper. */
  readonly frameworks: readonly string[];
}

export interface RustTarget {
  readonly kind: 'bin' | 'lib' | 'example' | 'test' | 'bench';
  readonly name: string;
  /** Relative to the context; undefined when there is no such file, or it lies outside. */
  readonly path: string | undefined;
  /** The manifest has a table for it: cargo fails when its file is not there. */
  readonly explicit: boolean;
  readonly procMacro: boolean;
  readonly requiredFeatures: readonly string[];
}

export interface RustDependency {
  /** The package's own name, whatever the manifest calls it. */
  readonly name: string;
  readonly version: string | undefined;
  readonly kind: 'normal' | 'dev' | 'build';
  readonly optional: boolean;
  readonly git: boolean;
  /** A folder of the project: relative to the context, or `outside`; undefined for packages of a registry. */
  readonly path: string | undefined;
  readonly features: readonly string[];
}

/** .cargo/config.toml of the folder or one above it. */
export interface CargoConfiguration {
  /** Relative to the context. */
  readonly path: string;
  /** `build.target`: the results then are in target/<triple>/. */
  readonly target: string | undefined;
  /** `build.target-dir` as written. */
  readonly targetDirectory: string | undefined;
  /** `rustflags` of the build and of its targets, one after the other. */
  readonly flags: readonly string[];
  /** crates.io is replaced by a folder of the project (`cargo vendor`). */
  readonly vendored: string | undefined;
}

/** What source files say about the way a program is built and started. */
export interface RustSources {
  /** It asks where its own file is (`current_exe`), and may look for others beside it. */
  readonly findsItself: boolean;
  /** Variables that are read while it is compiled: `env!`, `option_env!`, and those that build.rs reads. */
  readonly compileVariables: readonly string[];
  /** Variables of cargo that it reads when it runs, which only `cargo run` sets. */
  readonly cargoVariables: readonly string[];
}
