/** What is known about base images. Sizes always carry their kind, source and date. */

export interface ImageSize {
  readonly bytes: number;
  /**
   * exact: summed from a manifest, or what Docker Engine counted file by file; rounded: printed with few digits;
   * derived: computed from a ratio or counted in blocks, show ≈.
   */
  readonly kind: 'exact' | 'rounded' | 'derived';
  /** When it was measured: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; undefined: not recorded. */
  readonly date: string | undefined;
  /** engine: Docker Engine on this machine, whose copy of a tag may be older than the registry's. */
  readonly source: 'table' | 'registry' | 'engine';
}

export interface ImageFact {
  /**
   * As the table names it, familiar form, always with a tag (but `scratch`): `node:22-alpine`,
   * `gcr.io/distroless/static-debian12:nonroot`. The name asked for when `approximates` is set.
   */
  readonly name: string;
  /**
   * Set when the table does not have the tag asked for: the nearest tag it does have, whose facts these are.
   * Then sizes are 'derived' or undefined, and a distro release that the tag does not name is undefined.
   */
  readonly approximates: string | undefined;
  /** Deprecated, moved or no longer rebuilt: not to be recommended (`note` says more). */
  readonly unmaintained: boolean;
  readonly repository: string;
  readonly tag: string;
  readonly aliases: readonly string[];
  /** Compressed bytes (what a pull transfers), linux/amd64. */
  readonly compressed: ImageSize | undefined;
  /** Unpacked bytes (what `docker images` shows), linux/amd64. */
  readonly onDisk: ImageSize | undefined;
  /** `linux/amd64`, `linux/arm/v7` …; empty: unknown. */
  readonly architectures: readonly string[];
  readonly distro:
    | { readonly family: string; readonly version: string | undefined; readonly codename: string | undefined }
    | undefined;
  /** End of regular support and of long-term support, `YYYY-MM-DD`. */
  readonly distroEol: string | undefined;
  readonly distroLtsEol: string | undefined;
  readonly libc: 'glibc' | 'musl' | 'none' | undefined;
  /** apt, apk, dnf, microdnf, tdnf, yum; undefined: none, or unknown. */
  readonly packageManager: string | undefined;
  /** False: no shell at all. Undefined: unknown. */
  readonly shell: boolean | undefined;
  readonly shellName: string | undefined;
  readonly defaultUser: { readonly name: string | undefined; readonly uid: number | undefined } | undefined;
  /** An account the image already has for running programs: node (1000), nonroot (65532) … */
  readonly nonRootUser: { readonly name: string | undefined; readonly uid: number | undefined } | undefined;
  /**
   * Programs known to be in the image. When `toolsKnown`, for the tools in `knownAbsence` not listed means not
   * there. `busybox` beside `wget` says that it is busybox's small one.
   */
  readonly tools: readonly string[];
  /** False: nobody recorded what the image holds, absence from `tools` means nothing. */
  readonly toolsKnown: boolean;
  readonly runtime:
    | { readonly name: string; readonly version: string | undefined; readonly eol: string | undefined }
    | undefined;
  /** Names of smaller images that can do the same work, as the table lists them. */
  readonly smallerSiblings: readonly string[];
  readonly note: string | undefined;
  /**
   * What pins the tag: the digest of its index, or of its only manifest. Known from a registry or an engine only, as
   * what follows.
   */
  readonly digest?: string;
  /** `YYYY-MM-DD`: when it was built. */
  readonly created?: string | undefined;
  /** `YYYY-MM-DD`: when the tag was last pushed, where the registry's list of tags says so. */
  readonly pushed?: string | undefined;
  readonly entrypoint?: readonly string[];
  /** `8080/tcp`. */
  readonly exposedPorts?: readonly string[];
  readonly hasHealthcheck?: boolean;
}

/** Tools whose absence from `ImageFact.tools` means that the image does not have them. */
export const knownAbsence: ReadonlySet<string> = new Set([
  'curl',
  'wget',
  'git',
  'gcc',
  'g++',
  'make',
  'python3',
  'bash',
]);

export interface ImageFacts {
  /** The fact for a reference as written in FROM (tag defaults to latest, docker.io/library prefixes are dropped, a digest beside a tag is ignored). A more exact tag than the table's gives an approximation. */
  lookup(reference: string): ImageFact | undefined;
  /** Smaller images for the same runtime version, greatest known saving on disk first (choose.ts recommends). */
  siblings(fact: ImageFact): readonly ImageFact[];
  /** All facts of a repository, newest runtime version first. */
  ofRepository(repository: string): readonly ImageFact[];
  /** `YYYY-MM-DD`: when the table was compiled. */
  readonly compiled: string;
}
