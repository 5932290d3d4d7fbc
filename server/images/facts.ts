/** What is known about base images. Sizes always carry their kind, source and date. */

export interface ImageSize {
  readonly bytes: number;
  /** exact: summed from a manifest; rounded: printed with few digits; derived: computed from a ratio, show ≈. */
  readonly kind: 'exact' | 'rounded' | 'derived';
  /** `YYYY-MM` or `YYYY-MM-DD`. */
  readonly date: string;
  /** `table`, later also `registry` and `engine`. */
  readonly source: string;
}

export interface ImageFact {
  /** As the table names it, familiar form: `node:22-alpine`, `gcr.io/distroless/static-debian12:nonroot`. */
  readonly name: string;
  readonly repository: string;
  readonly tag: string;
  readonly aliases: readonly string[];
  /** Compressed bytes (what a pull transfers), linux/amd64. */
  readonly compressed: ImageSize | undefined;
  /** Unpacked bytes (what `docker images` shows), linux/amd64. */
  readonly onDisk: ImageSize | undefined;
  readonly architectures: readonly string[];
  readonly distro:
    | { readonly family: string; readonly version: string | undefined; readonly codename: string | undefined }
    | undefined;
  /** End of regular support and of long-term support, `YYYY-MM-DD`. */
  readonly distroEol: string | undefined;
  readonly distroLtsEol: string | undefined;
  readonly libc: 'glibc' | 'musl' | 'none' | undefined;
  readonly packageManager: string | undefined;
  /** False: no shell at all. Undefined: unknown. */
  readonly shell: boolean | undefined;
  readonly shellName: string | undefined;
  readonly defaultUser: { readonly name: string | undefined; readonly uid: number | undefined } | undefined;
  /** An account the image already has for running programs: node (1000), nonroot (65532) … */
  readonly nonRootUser: { readonly name: string | undefined; readonly uid: number | undefined } | undefined;
  /** Programs known to be in the image. For the tools in `knownAbsence`, not listed means not there. */
  readonly tools: readonly string[];
  readonly runtime:
    | { readonly name: string; readonly version: string | undefined; readonly eol: string | undefined }
    | undefined;
  /** Names of smaller images that can do the same work, as the table lists them. */
  readonly smallerSiblings: readonly string[];
  readonly note: string | undefined;
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
  /** The fact for a reference as written in FROM (tag defaults to latest, docker.io/library prefixes are dropped, a digest beside a tag is ignored). */
  lookup(reference: string): ImageFact | undefined;
  /** Smaller images for the same runtime major version, best saving last resort first: the recommended order is the caller's. */
  siblings(fact: ImageFact): readonly ImageFact[];
  /** All facts of a repository, newest runtime version first. */
  ofRepository(repository: string): readonly ImageFact[];
  /** `YYYY-MM-DD`: when the table was compiled. */
  readonly compiled: string;
}
