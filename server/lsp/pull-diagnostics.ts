/** Diagnostics for editors that ask for them (`textDocument/diagnostic`). */
import { DocumentDiagnosticReportKind, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type {
  CancellationToken,
  Connection,
  Diagnostic,
  DocumentDiagnosticReport,
} from 'vscode-languageserver';
import type { Logger } from '../ports.ts';
import type { Analyzer } from './analyzer.ts';
import type { ClientFeatures } from './client-features.ts';
import { toDiagnostics } from './diagnostics.ts';
import { kindOf } from './documents.ts';
import type { Documents } from './documents.ts';
import { guardEvent, guardRequest } from './guard.ts';
import type { IgnoreFiles } from './ignore-files.ts';

/** Milliseconds over which requests to ask again are gathered into one. */
const refreshDelay = 100;

export class PullDiagnostics {
  /** The last answer per document: the same diagnostics again are `unchanged`. */
  readonly #answers = new Map<string, { resultId: string; content: string }>();
  #counter = 0;
  #refresh: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly connection: Connection,
    private readonly documents: Documents,
    private readonly analyzer: Analyzer,
    private readonly ignoreFiles: IgnoreFiles,
    private readonly features: ClientFeatures,
    private readonly logger: Logger,
  ) {}

  listen(): void {
    this.connection.languages.diagnostics.on((params, token) =>
      guardRequest<DocumentDiagnosticReport>(
        this.logger,
        'textDocument/diagnostic',
        { kind: DocumentDiagnosticReportKind.Full, items: [] },
        () => this.#report(params.textDocument.uri, params.previousResultId, token),
      ),
    );
  }

  /** Something beside the text changed: the editor is asked to ask again. */
  refresh(): void {
    if (!this.features.refreshDiagnostics) return;
    clearTimeout(this.#refresh);
    this.#refresh = setTimeout(
      () =>
        guardEvent(this.logger, 'workspace/diagnostic/refresh', () =>
          this.connection.languages.diagnostics.refresh(),
        ),
      refreshDelay,
    );
  }

  close(uri: string): void {
    this.#answers.delete(uri);
  }

  dispose(): void {
    clearTimeout(this.#refresh);
  }

  async #report(
    uri: string,
    previous: string | undefined,
    token: CancellationToken,
  ): Promise<DocumentDiagnosticReport> {
    const snapshot = this.documents.snapshot(uri);
    if (snapshot && kindOf(snapshot) === 'dockerignore')
      return this.#answer(uri, await this.ignoreFiles.diagnostics(snapshot, token), previous);
    if (!snapshot || kindOf(snapshot) !== 'dockerfile') return this.#answer(uri, [], previous);
    const analysis = await this.analyzer.analyze(snapshot, token);
    if (this.documents.open.get(snapshot.uri)?.version !== analysis.document.version)
      // The answer would be for an older text; the editor is to ask again.
      throw new ResponseError(LSPErrorCodes.ServerCancelled, 'the document changed', {
        retriggerRequest: true,
      });
    return this.#answer(uri, toDiagnostics(analysis, this.features), previous);
  }

  #answer(uri: string, items: Diagnostic[], previous: string | undefined): DocumentDiagnosticReport {
    const content = JSON.stringify(items);
    const known = this.#answers.get(uri);
    if (known?.content === content && known.resultId === previous)
      return { kind: DocumentDiagnosticReportKind.Unchanged, resultId: known.resultId };
    const resultId = known?.content === content ? known.resultId : String(++this.#counter);
    this.#answers.set(uri, { resultId, content });
    return { kind: DocumentDiagnosticReportKind.Full, resultId, items };
  }
}
