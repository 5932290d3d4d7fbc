/** Diagnostics for editors that wait for them: some time after the last change, never for an older version. */
import { CancellationTokenSource } from 'vscode-languageserver';
import type { CancellationToken, Connection, Diagnostic } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Analyzer } from './analyzer.ts';
import type { ClientFeatures } from './client-features.ts';
import { toDiagnostics } from './diagnostics.ts';
import { kindOf } from './documents.ts';
import type { Documents } from './documents.ts';
import { guardEvent } from './guard.ts';
import type { IgnoreFiles } from './ignore-files.ts';
import type { Logger } from '../ports.ts';

/** Milliseconds without a change before a document is looked at again. */
export const diagnosticsDelay = 200;

interface Pending {
  readonly timer: ReturnType<typeof setTimeout>;
  readonly source: CancellationTokenSource;
}

export class PushDiagnostics {
  readonly #pending = new Map<string, Pending>();

  constructor(
    private readonly connection: Connection,
    private readonly documents: Documents,
    private readonly analyzer: Analyzer,
    private readonly ignoreFiles: IgnoreFiles,
    private readonly features: ClientFeatures,
    private readonly logger: Logger,
  ) {}

  /** Looks at the document after `delay` milliseconds; an earlier plan for it is dropped, work under way ends. */
  schedule(uri: string, delay: number): void {
    this.#drop(uri);
    const source = new CancellationTokenSource();
    const timer = setTimeout(
      () => guardEvent(this.logger, 'publishDiagnostics', () => this.#publish(uri, source)),
      delay,
    );
    this.#pending.set(uri, { timer, source });
  }

  /** The document was closed: its diagnostics go away. */
  close(uri: string): void {
    this.#drop(uri);
    guardEvent(this.logger, 'publishDiagnostics', () =>
      this.connection.sendDiagnostics({ uri, diagnostics: [] }),
    );
  }

  dispose(): void {
    for (const uri of [...this.#pending.keys()]) this.#drop(uri);
  }

  #drop(uri: string): void {
    const pending = this.#pending.get(uri);
    if (!pending) return;
    clearTimeout(pending.timer);
    pending.source.cancel();
    this.#pending.delete(uri);
  }

  async #publish(uri: string, source: CancellationTokenSource): Promise<void> {
    const snapshot = this.documents.snapshot(uri);
    if (!snapshot) return;
    const diagnostics = await this.#look(snapshot, source.token);
    if (!diagnostics || source.token.isCancellationRequested) return;
    if (this.documents.open.get(uri)?.version !== snapshot.version) return;
    await this.connection.sendDiagnostics({
      uri,
      ...(this.features.versionedDiagnostics ? { version: snapshot.version } : {}),
      diagnostics,
    });
    if (this.#pending.get(uri)?.source === source) this.#pending.delete(uri);
  }

  async #look(snapshot: TextDocument, token: CancellationToken): Promise<Diagnostic[] | undefined> {
    switch (kindOf(snapshot)) {
      case 'dockerfile':
        return toDiagnostics(await this.analyzer.analyze(snapshot, token), this.features);
      case 'dockerignore':
        return this.ignoreFiles.diagnostics(snapshot, token);
      default:
        return undefined;
    }
  }
}
