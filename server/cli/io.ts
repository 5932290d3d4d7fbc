/** What the command line needs of its process, so that a test can stand in for it. */
import type { ContextWalker } from '../context/walk/walker.ts';
import type {
  Clock,
  ContainerEngine,
  CredentialSource,
  FileSystem,
  HttpClient,
  ShellChecker,
  TextStore,
} from '../ports.ts';

export interface Output {
  write(text: string): void;
  readonly isTTY: boolean;
}

export type WriteResult =
  | { readonly ok: true }
  /** A complete sentence without the file's name at its start: `changed since it was read`. */
  | { readonly ok: false; readonly reason: string };

export interface FileWriter {
  /**
   * Makes the file's text `after` in one step, if it still is `before` (undefined: it does not exist yet). Keeps
   * permissions and a byte order mark. Never rejects.
   */
  replace(location: string, before: string | undefined, after: string): Promise<WriteResult>;
}

export interface CliIo {
  readonly stdout: Output;
  readonly stderr: Output;
  /** The whole of standard input, as UTF-8 without a byte order mark. */
  readStdin(): Promise<string>;
  /** The working folder, an absolute path of this machine. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  readonly fileSystem: FileSystem;
  readonly writer: FileWriter;
  readonly clock: Clock;
  readonly shellChecker: ShellChecker;
  /** Missing: no registry is asked. `quick`: for a run that gets on without an answer. Neither waits for a network that is not there. */
  readonly http?: (quick: boolean) => HttpClient;
  /** What is kept between runs. */
  readonly store?: TextStore;
  readonly credentials?: CredentialSource;
  readonly engine?: (quick: boolean) => ContainerEngine;
  /** Measures contexts; the caller disposes of it. Missing: through `fileSystem`. */
  readonly walker?: () => ContextWalker;
  /** Runs the language server; resolves when it has ended. */
  serve(): Promise<void>;
}

export const exitCodes = {
  ok: 0,
  /** Findings at or above the level of --fail-on. */
  findings: 1,
  /** Bad usage, or input that could not be read or written. */
  failed: 2,
} as const;

/** Wrong arguments: the message goes to standard error and the exit code is 2. */
export class UsageError extends Error {}
