import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { connectionLogger } from './lsp/logger.ts';
import { startServer } from './lsp/server.ts';
import { workerClock } from './platform/browser/clock.ts';
import { createClientFileSystem } from './platform/browser/file-system.ts';

declare const self: DedicatedWorkerGlobalScope;

const connection = createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self));
startServer(connection, {
  fileSystem: createClientFileSystem(connection),
  clock: workerClock,
  logger: connectionLogger(connection),
});
