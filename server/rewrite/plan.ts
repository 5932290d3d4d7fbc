/** The result of Optimize and of Convert to multi-stage. */

export interface Step {
  /** Stable for the same text and project, e.g. `multi-stage`, `base`, `rule:security/root-user`. */
  readonly id: string;
  readonly title: string;
  readonly reason: string;
  readonly applicability: 'safe' | 'suggested';
  readonly savesBytes: number | undefined;
}

export interface Plan {
  readonly before: { readonly text: string; readonly sizeBytes: number | undefined };
  readonly after: {
    readonly text: string;
    readonly sizeBytes: number | undefined;
    /** Path relative to the context; undefined when the .dockerignore stays as it is. */
    readonly dockerignore:
      { readonly path: string; readonly before: string | undefined; readonly after: string } | undefined;
  };
  readonly steps: readonly Step[];
  readonly skipped: readonly Step[];
  /** Names of stages of which one is shipped, where nothing says which: the last one is for development by its name. */
  readonly targets: readonly string[];
  /** Complete sentences for the user: what is not offered and why. */
  readonly obstacles: readonly string[];
}
