/** One check of another tool. */
export interface ForeignCheck {
  readonly id: string;
  /** What it finds, in our words; no full stop. */
  readonly title: string;
}

/** Why no rule covers a check, by its id: one sentence. */
export type CoverageReasons = Readonly<Record<string, string>>;
