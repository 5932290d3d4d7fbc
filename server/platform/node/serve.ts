/** The language server as a Node process. */
import path from 'node:path';
import { createConnection } from 'vscode-languageserver/node';
import { version } from '../../../package.json';
import { connectionLogger } from '../../lsp/logger.ts';
import { describeError } from '../../lsp/guard.ts';
import { startServer } from '../../lsp/server.ts';
import { cacheFolder, dockerFolder } from './cache-folder.ts';
import { systemClock } from './clock.ts';
import { dockerCredentials } from './docker-credentials.ts';
import { createDockerEngine, dockerSockets } from './docker-engine.ts';
import { createNodeFileSystem } from './file-system.ts';
import { createHttpClient } from './http-client.ts';
import { createNodeShellChecker } from './shellcheck.ts';
import { createTextStore } from './text-store.ts';
import { contextWalker } from './walker-script.ts';

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
  const fileSystem = createNodeFileSystem();
  startServer(connection, {
    fileSystem,
    walker: contextWalker(fileSystem),
    clock: systemClock,
    logger,
    shellChecker: createNodeShellChecker(),
    http: createHttpClient({ userAgent: `dockerfile-optimizer/${version}` }),
    // A client's folder counts only when it is one: anything else would depend on where the server was started.
    openStore: (folder) =>
      createTextStore(
        folder !== undefined && path.isAbsolute(folder) ? folder : cacheFolder(process.env, process.platform),
        logger,
      ),
    credentials: dockerCredentials(dockerFolder(process.env), logger),
    engine: createDockerEngine(dockerSockets(process.env, process.platform), {
      now: () => systemClock.now(),
    }),
  });
}
