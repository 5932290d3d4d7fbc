/** A client in the same process: the server under test at the other end of two streams. */
import { PassThrough } from 'node:stream';
import {
  createConnection,
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import type {
  ClientCapabilities,
  Diagnostic,
  InitializeParams,
  InitializeResult,
  Position,
  ProtocolConnection,
  PublishDiagnosticsParams,
  Range,
  TextDocumentContentChangeEvent,
} from 'vscode-languageserver';
import { startServer } from '../../server/lsp/server.ts';
import type { ContainerEngine, FileSystem, HttpClient, ShellChecker } from '../../server/ports.ts';

export interface TestClient {
  readonly connection: ProtocolConnection;
  readonly initialized: InitializeResult;
  /** Everything that was pushed, oldest first. */
  readonly published: PublishDiagnosticsParams[];
  readonly logged: string[];
  open(uri: string, text: string, languageId?: string): void;
  /** Replaces the whole text unless a range is given. */
  change(uri: string, version: number, text: string, range?: Range): void;
  close(uri: string): void;
  save(uri: string): void;
  /** Waits for diagnostics pushed after this call (or already there with `fits`). */
  diagnostics(uri: string, fits?: (params: PublishDiagnosticsParams) => boolean): Promise<Diagnostic[]>;
  dispose(): void;
}

export interface ClientOptions {
  readonly fileSystem: FileSystem;
  readonly shellChecker?: ShellChecker;
  readonly http?: HttpClient;
  readonly engine?: ContainerEngine;
  readonly capabilities?: ClientCapabilities;
  readonly initializationOptions?: unknown;
  readonly folders?: readonly string[];
  /** Called before `initialize`: handlers for what the server asks. */
  readonly prepare?: (connection: ProtocolConnection) => void;
}

/** What an ordinary modern editor without pull diagnostics says. */
export const pushCapabilities: ClientCapabilities = {
  textDocument: {
    publishDiagnostics: { relatedInformation: true, tagSupport: { valueSet: [1, 2] }, versionSupport: true },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: [] } },
      dataSupport: true,
      resolveSupport: { properties: ['edit'] },
    },
    hover: { contentFormat: ['markdown', 'plaintext'] },
  },
  workspace: {
    applyEdit: true,
    workspaceEdit: { documentChanges: true, resourceOperations: ['create', 'rename', 'delete'] },
    workspaceFolders: true,
  },
};

export const pullCapabilities: ClientCapabilities = {
  ...pushCapabilities,
  textDocument: { ...pushCapabilities.textDocument, diagnostic: {} },
  workspace: { ...pushCapabilities.workspace, diagnostics: { refreshSupport: true } },
};

export async function startClient(options: ClientOptions): Promise<TestClient> {
  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  const logged: string[] = [];
  startServer(createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient)), {
    fileSystem: options.fileSystem,
    ...(options.shellChecker && { shellChecker: options.shellChecker }),
    ...(options.http && { http: options.http }),
    ...(options.engine && { engine: options.engine }),
    clock: { today: () => '2026-11-21', now: () => performance.now() },
    logger: {
      info: (message) => void logged.push(message),
      warn: (message) => void logged.push(message),
      error: (message) => void logged.push(message),
    },
  });
  const connection = createProtocolConnection(
    new StreamMessageReader(toClient),
    new StreamMessageWriter(toServer),
  );
  const published: PublishDiagnosticsParams[] = [];
  let wake: () => void = () => undefined;
  connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
    published.push(params);
    wake();
  });
  options.prepare?.(connection);
  connection.listen();
  const initialized = await connection.sendRequest<InitializeResult>('initialize', {
    processId: null,
    rootUri: null,
    capabilities: options.capabilities ?? pushCapabilities,
    workspaceFolders: (options.folders ?? ['file:///project']).map((uri) => ({ uri, name: 'project' })),
    initializationOptions: options.initializationOptions,
  } satisfies InitializeParams);
  await connection.sendNotification('initialized', {});

  const notify = (method: string, params: object): void => void connection.sendNotification(method, params);
  return {
    connection,
    initialized,
    published,
    logged,
    open: (uri, text, languageId = 'dockerfile') =>
      notify('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } }),
    change: (uri, version, text, range) => {
      const change: TextDocumentContentChangeEvent = range ? { range, text } : { text };
      notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [change] });
    },
    close: (uri) => notify('textDocument/didClose', { textDocument: { uri } }),
    save: (uri) => notify('textDocument/didSave', { textDocument: { uri } }),
    async diagnostics(uri, fits = () => true) {
      for (;;) {
        const found = published.findLast((params) => params.uri === uri);
        if (found && fits(found)) return found.diagnostics;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    dispose() {
      connection.dispose();
      toServer.destroy();
      toClient.destroy();
    },
  };
}

export const dockerfile = 'file:///project/Dockerfile';

export function at(line: number, character: number): Position {
  return { line, character };
}

export function range(line: number, character: number, endLine = line, endCharacter = character): Range {
  return { start: at(line, character), end: at(endLine, endCharacter) };
}

/** Long enough for anything the server would send by itself. */
export function settle(milliseconds = 450): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
