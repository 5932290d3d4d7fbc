import type { Clock, FileSystem, Logger, ShellChecker } from '../ports.ts';

/** What the language server needs of the place it runs in: Node, a web worker, or a test. */
export interface Runtime {
  readonly fileSystem: FileSystem;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Missing where no program can be started. */
  readonly shellChecker?: ShellChecker;
}
