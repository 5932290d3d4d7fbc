import type { DockerfileModel } from '../dockerfile/model.ts';
import type { ReadFailure } from '../ports.ts';

/** What is known about the build context: the folder whose files COPY and ADD can see. */

export interface ContextEntry {
  /** Path relative to the context, with `/`, without a leading or trailing one. */
  readonly path: string;
  readonly type: 'file' | 'directory' | 'symlink' | 'other';
  /** Bytes of a file; for a directory 0 (see `ContextFacts.bytesBelow`). */
  readonly size: number;
}

export interface Dockerignore {
  /** `.dockerignore`, or `NAME.dockerignore` beside the Dockerfile, which wins. Relative to the context. */
  readonly path: string;
  readonly location: string;
  readonly exists: boolean;
  readonly text: string;
  /** Set when the file exists but can't be read: then `text` is '' and the file must not be replaced. */
  readonly problem?: ReadFailure;
}

/** A file that must not reach an image, by its name and, for names that prove nothing, by its content. */
export interface ContextSecret {
  readonly path: string;
  /** What it is, for messages: `private key`, `environment file`, `npm access token` … */
  readonly label: string;
  /** It also holds what a front end build reads (`VITE_API_URL`): without the file another site is built. */
  readonly readByBuild?: true;
  /** git has it, as far as .gitignore tells: every build has had the file until now. */
  readonly committed?: true;
}

/** A path that a COPY names, that the context lacks, and that a file of the repository puts there. */
export interface Preparation {
  /** As the COPY names it, relative to the context; may be a pattern. */
  readonly path: string;
  /** `Makefile`, `scripts/build.sh`: relative to the folder that it is found from. */
  readonly by: string;
}

export interface Measured {
  readonly bytes: number;
  readonly files: number;
  /** False when the walk's budget ended first: the figures are lower bounds ("at least"). */
  readonly complete: boolean;
}

/** Another Dockerfile that is built in the context with the same .dockerignore. */
export interface SharingDockerfile {
  /** Relative to the context. */
  readonly path: string;
  readonly model: DockerfileModel;
}

export interface ContextFacts {
  /** False when there is no folder to look at (text from standard input): then nothing below is meaningful. */
  readonly known: boolean;
  /** Location of the context folder. */
  readonly location: string;
  /** The Dockerfile relative to the context, or undefined when it lies outside of it. */
  readonly dockerfilePath: string | undefined;
  /** Why this folder is the context, for the user: `its own folder`, `COPY server/package.json exists there` … */
  readonly reason: string;
  readonly dockerignore: Dockerignore;
  /** Entries of the listing, sorted by path. Folders such as node_modules and .git are listed but not entered. */
  readonly entries: readonly ContextEntry[];
  /** False when the listing's budget ended first: absence of a path proves nothing then. */
  readonly complete: boolean;

  /**
   * Does the context have this path ('' is the context itself), whether or not .dockerignore holds it back?
   * Undefined when it can't be told (listing incomplete, or inside a folder that was not entered).
   */
  has(path: string): boolean | undefined;
  entry(path: string): ContextEntry | undefined;
  /** Does .dockerignore keep this path from the builder? */
  isIgnored(path: string): boolean;
  /**
   * The entries a COPY/ADD source names (a path or a Go filepath.Match pattern, relative to the context;
   * `.` is everything), that .dockerignore lets through. Directories are named once, not entered.
   */
  match(source: string): readonly ContextEntry[];
  /** Direct children of a folder that was entered ('' for the top), ignored ones included. */
  children(directory: string): readonly ContextEntry[];
  /** The same context as it will be with this .dockerignore. */
  withDockerignore(text: string): ContextFacts;
  /** Size of a file or folder as far as measured; undefined when it was not measured. */
  measured(path: string): Measured | undefined;

  /** What else is built with this .dockerignore, as far as it lies in the context. */
  readonly sharing: readonly SharingDockerfile[];
  /** Secret files among the entries, whether or not .dockerignore holds them back, sorted by path. */
  readonly secrets: readonly ContextSecret[];
  /** `.env*` files that hold only what a front end publishes anyway (VITE_…, NEXT_PUBLIC_…): builds read them. */
  readonly publicEnvironment: readonly string[];
  /** The file (setup, Makefile …) that shows that a build asks git for its version; then .git is needed. */
  readonly versionControlUse: string | undefined;
  readonly preparations: readonly Preparation[];
}

/** Folders that a listing names but does not enter; their sizes are measured separately, with a budget. */
export const unenteredDirectories: ReadonlySet<string> = new Set([
  'node_modules', '.git', '.hg', '.svn', '.venv', 'venv', '__pycache__', '.tox', '.mypy_cache', '.pytest_cache', '.ruff_cache',
  '.gradle', '.next', '.nuxt', '.output', '.svelte-kit', '.turbo', '.nx', '.cache', '.parcel-cache', '.yarn/cache', 'bower_components',
  'coverage', '.nyc_output', '.terraform', '.idea', '.vscode', '_build', '.elixir_ls', 'vendor/bundle',
]); // prettier-ignore
