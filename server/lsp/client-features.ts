/** What the editor at the other end can do, read once from `initialize`. */
import { CompletionItemTag } from 'vscode-languageserver';
import type { InitializeParams } from 'vscode-languageserver';

export interface ClientFeatures {
  /** `textDocument/diagnostic`: then nothing is pushed. */
  readonly pullDiagnostics: boolean;
  readonly refreshDiagnostics: boolean;
  readonly refreshInlayHints: boolean;
  readonly refreshCodeLenses: boolean;
  /** The server may show progress of its own. */
  readonly workDoneProgress: boolean;
  readonly diagnosticTags: boolean;
  readonly relatedInformation: boolean;
  readonly versionedDiagnostics: boolean;
  readonly codeActionLiterals: boolean;
  readonly resolveEdits: boolean;
  readonly documentChanges: boolean;
  readonly createFiles: boolean;
  readonly applyEdit: boolean;
  readonly watchFiles: boolean;
  readonly configuration: boolean;
  readonly registerConfiguration: boolean;
  readonly workspaceFolders: boolean;
  readonly markdownHover: boolean;
  /** Completions may have a column of their own for a short text, may be struck out, and are documented as Markdown. */
  readonly completion: {
    readonly labelDetails: boolean;
    readonly deprecated: boolean;
    readonly markdown: boolean;
  };
  /** Our own client: code actions carry its commands (diff editor with check boxes) instead of the server's. */
  readonly clientCommands: boolean;
  /** False only for a client that says so: others have no notion of trust, or start servers in trusted folders only. */
  readonly trusted: boolean;
  /** Our own client: it sends HTTP requests for us, with the editor's proxies and certificates. */
  readonly http: boolean;
  /** A folder for what is kept between runs, a path of the server's machine; undefined: the client names none. */
  readonly storage: string | undefined;
  /** Settings for editors that have no `workspace/configuration`. */
  readonly initialSettings: unknown;
}

export function readClientFeatures(params: InitializeParams): ClientFeatures {
  const { textDocument, workspace } = params.capabilities;
  const options = isRecord(params.initializationOptions) ? params.initializationOptions : {};
  const published = textDocument?.publishDiagnostics;
  const pulled = textDocument?.diagnostic;
  const action = textDocument?.codeAction;
  const item = textDocument?.completion?.completionItem;
  const edit = workspace?.workspaceEdit;
  return {
    pullDiagnostics: pulled !== undefined,
    refreshDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    workDoneProgress: params.capabilities.window?.workDoneProgress === true,
    refreshCodeLenses: workspace?.codeLens?.refreshSupport === true,
    refreshInlayHints: workspace?.inlayHint?.refreshSupport === true,
    diagnosticTags: (pulled?.tagSupport ?? published?.tagSupport) !== undefined,
    relatedInformation: (pulled?.relatedInformation ?? published?.relatedInformation) === true,
    versionedDiagnostics: published?.versionSupport === true,
    codeActionLiterals: action?.codeActionLiteralSupport !== undefined,
    resolveEdits: action?.dataSupport === true && action.resolveSupport?.properties.includes('edit') === true,
    documentChanges: edit?.documentChanges === true,
    createFiles: edit?.documentChanges === true && edit.resourceOperations?.includes('create') === true,
    applyEdit: workspace?.applyEdit === true,
    watchFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    configuration: workspace?.configuration === true,
    registerConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    workspaceFolders: workspace?.workspaceFolders === true,
    markdownHover: textDocument?.hover?.contentFormat?.includes('markdown') !== false,
    completion: {
      labelDetails: item?.labelDetailsSupport === true,
      deprecated: item?.tagSupport?.valueSet.includes(CompletionItemTag.Deprecated) === true,
      markdown: item?.documentationFormat?.includes('markdown') !== false,
    },
    clientCommands: options['clientCommands'] === true,
    trusted: options['trusted'] !== false,
    http: options['http'] === true,
    storage: typeof options['storage'] === 'string' ? options['storage'] : undefined,
    initialSettings: options['settings'],
  };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
