/** What is said alike about the dependencies of every ecosystem. */

/** A lockfile; Node's own type says more. */
export interface DependencyLock {
  /** Relative to the context. */
  readonly path: string;
  /** How many packages it pins; undefined when it can't be read. */
  readonly packages: number | undefined;
  /** How many of them are for development only, where the format says so. */
  readonly developmentPackages?: number | undefined;
  /**
   * Does it cover exactly what the manifest asks for (what a frozen install checks)? Undefined when this can't be told
   * from the format.
   */
  readonly inStep: boolean | undefined;
  /** Why it is not in step: names of the first few dependencies missing or differing. */
  readonly differences: readonly string[];
}

/** The version of a runtime that a project asks for. */
export interface AskedVersion {
  /** The file that says so, relative to the context. */
  readonly source: string;
  /** As written. */
  readonly version: string;
}
