/** What a walk of a context found: the figures, without a path for every file. */

/** Regular files with their bytes. Each name of a file with several hard links counts. */
export interface Sum {
  readonly files: number;
  readonly bytes: number;
}

export interface WalkedEntry {
  /** Relative to the context, with `/`. */
  readonly path: string;
  readonly type: 'file' | 'directory';
  /** What of it reaches the builder. */
  readonly sent: Sum;
  /** What of it .dockerignore keeps back. */
  readonly held: Sum;
}

export interface HeldBy extends Sum {
  /** 0-based line of the .dockerignore file. */
  readonly line: number;
  readonly text: string;
  /** Some of the paths that it keeps back: folders once, not what is in them. */
  readonly examples: readonly string[];
  /** Paths of that kind, those in `examples` included. */
  readonly entries: number;
  /** False when a budget ended before everything was measured. */
  readonly complete: boolean;
}

export interface WalkSummary {
  /** What the builder receives. */
  readonly sent: Sum & {
    /** Symbolic links, which are sent as links, and special files. */
    readonly others: number;
    readonly folders: number;
  };
  readonly held: Sum;
  /** By pattern, the heaviest first; only patterns that keep something back. */
  readonly heldBy: readonly HeldBy[];
  /** What lies directly in the folder, the most sent bytes first, then the most held ones. At most 200 files. */
  readonly entries: readonly WalkedEntry[];
  /** Of those sent, the largest first. Outside of the folder itself only files from 64 KiB on. */
  readonly heaviestFiles: readonly { readonly path: string; readonly bytes: number }[];
  /** Folders that can't be read: how many, and the first of them. */
  readonly unreadable: { readonly count: number; readonly paths: readonly string[] };
  /** What was listed and a moment later gone, or has a name by which the reader can't ask for it. */
  readonly vanished: number;
  /** False when the budget ended first or a folder can't be read: the figures of `sent` are lower bounds. */
  readonly sentComplete: boolean;
  /** The same for what is held back. */
  readonly heldComplete: boolean;
}

export interface WalkRequest {
  /** Location of the context folder. */
  readonly context: string;
  /** The folder in it that is measured, '' for all. */
  readonly folder: string;
  /** Text of the .dockerignore file. */
  readonly dockerignore: string;
}

export interface WalkBudget {
  /** Entries looked at in folders that the builder may receive something of. */
  readonly entries: number;
  /** Entries looked at in folders that are held back as a whole. */
  readonly heldEntries: number;
}
