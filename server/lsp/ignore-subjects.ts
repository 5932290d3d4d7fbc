/** What open .dockerignore files are about: gathered when a file in their context changes, not when a key is pressed. */
import { CancellationTokenSource } from 'vscode-languageserver';
import type { CancellationToken } from 'vscode-languageserver';
import { gatherSubject } from '../dockerignore/subject.ts';
import type { IgnoreSubject } from '../dockerignore/subject.ts';
import { isWithin, locationKey } from '../location.ts';
import type { FileSystem } from '../ports.ts';
import { orCancelled } from './guard.ts';

interface Entry {
  readonly subject: Promise<IgnoreSubject | undefined>;
  readonly source: CancellationTokenSource;
  gathered: IgnoreSubject | undefined;
}

export class IgnoreSubjects {
  readonly #entries = new Map<string, Entry>();

  constructor(
    private readonly fileSystem: FileSystem,
    private readonly rootOf: (uri: string) => string | undefined,
  ) {}

  /** Undefined for a file that the builder reads for no folder. The text in it may be older. @throws CancelledError */
  get(uri: string, token: CancellationToken): Promise<IgnoreSubject | undefined> {
    let entry = this.#entries.get(uri);
    if (!entry) {
      const source = new CancellationTokenSource();
      const subject = gatherSubject(uri, {
        fileSystem: this.fileSystem,
        workspaceRoot: this.rootOf(uri),
        token: source.token,
      });
      const started: Entry = { subject, source, gathered: undefined };
      entry = started;
      this.#entries.set(uri, started);
      subject.then(
        (gathered) => {
          started.gathered = gathered;
        },
        () => {
          // Whoever waits for it sees the failure; the next one to ask starts over.
          if (this.#entries.get(uri) === started) this.#entries.delete(uri);
        },
      );
    }
    return orCancelled(entry.subject, token);
  }

  forget(uri: string): void {
    this.#entries.get(uri)?.source.cancel();
    this.#entries.delete(uri);
  }

  forgetAll(): void {
    for (const uri of [...this.#entries.keys()]) this.forget(uri);
  }

  /** Drops what these files can change; a .dockerignore's own text is taken from the editor. Returns whose. */
  invalidate(changed: readonly string[]): string[] {
    const concerned = [...this.#entries].filter(([uri, { gathered }]) =>
      changed.some(
        (location) =>
          locationKey(location) !== locationKey(uri) &&
          (gathered === undefined || isWithin(gathered.context.location, location)),
      ),
    );
    for (const [uri] of concerned) this.forget(uri);
    return concerned.map(([uri]) => uri);
  }
}
