/** The language server as a Node process. */
import { createConnection } from 'vscode-languageserver/node';
import { connectionLogger } from '../../lsp/logger.ts';
import { describeError } from '../../lsp/guard.ts';
import { startServer } from '../../lsp/server.ts';
import { systemClock } from './clock.ts';
import { createNodeFileSystem } from './file-system.ts';
import { createNodeShellChecker } from './shellcheck.ts';

const transports = /^--(?:node-ipc|stdio|socket|pipe)(?:=|$)/;

/**
 * Serves the client that the process's arguments name (`--node-ipc`, `--stdio`, `--socket=PORT`, `--pipe=NAME`), by
 * standard input and output when they name none. Returns at once; the process ends when the client says so or goes away.
 */
export function serve(): void {
  const connection = process.argv.some((argument) => transports.test(argument))
    ? createConnection()
    : createConnection(process.stdin, process.stdout);
  const logger = connectionLogger(connection);
  // Handlers are guarded; this is for what a library might leave unhandled. The server lives on.
  process.on('unhandledRejection', (reason) => logger.error(`unhandled: ${describeError(reason)}`));
  startServer(connection, {
    fileSystem: createNodeFileSystem(),
    clock: systemClock,
    logger,
    shellChecker: createNodeShellChecker(),
  });
}
