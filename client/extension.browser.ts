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
    // The worker itself, not a function that makes it: VS Code puts a class of its own in the place of `Worker`,
    // so the library would not recognise the function's result. Each client is new and so is its worker.
    (options) => new LanguageClient(clientId, clientName, new Worker(script), options),
  );
}
