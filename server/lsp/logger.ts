import type { Connection } from 'vscode-languageserver';
import type { Logger } from '../ports.ts';

/** Logs to the editor's output view. */
export function connectionLogger(connection: Connection): Logger {
  return {
    info: (message) => connection.console.info(message),
    warn: (message) => connection.console.warn(message),
    error: (message) => connection.console.error(message),
  };
}
