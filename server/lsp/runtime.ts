import type { ContextWalker } from '../context/walk/walker.ts';
import type {
  Clock,
  ContainerEngine,
  CredentialSource,
  FileSystem,
  HttpClient,
  Logger,
  ShellChecker,
  TextStore,
} from '../ports.ts';

/** What the language server needs of the place it runs in: Node, a web worker, or a test. */
export interface Runtime {
  readonly fileSystem: FileSystem;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Missing where no program can be started. */
  readonly shellChecker?: ShellChecker;
  /** For clients that send no requests for us. Missing: without such a client no registry is asked. */
  readonly http?: HttpClient;
  /** What is kept between runs, in the folder that the client names or a usual place. Missing: nothing is kept. */
  readonly openStore?: (folder: string | undefined) => TextStore;
  readonly credentials?: CredentialSource;
  /** Measures contexts. Missing: through `fileSystem`, on this thread. */
  readonly walker?: ContextWalker;
  /** Docker Engine on this machine; asked in trusted workspaces only. Missing: nobody is. */
  readonly engine?: ContainerEngine;
}
