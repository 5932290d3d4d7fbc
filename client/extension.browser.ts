/** The extension in the browser: the server is a Web Worker. */
import * as vscode from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { activateWith } from './activate.ts';
import { clientId, clientName } from './client.ts';

export { deactivate } from './activate.ts';

export function activate(context: vscode.ExtensionContext): Promise<void> {
  const script = vscode.Uri.joinPath(context.extensionUri, 'dist', 'server.browser.js').toString(true);
  return activateWith(
    context,
    // A factory, so that a restarted client gets a worker of its own.
    (options) => new LanguageClient(clientId, clientName, () => Promise.resolve(new Worker(script)), options),
  );
}
