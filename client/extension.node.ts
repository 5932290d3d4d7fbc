/** The extension on the desktop and in remote extension hosts: the server is a child process, connected by IPC. */
import * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { activateWith } from './activate.ts';
import { clientId, clientName } from './client.ts';

export { deactivate } from './activate.ts';

export function activate(context: vscode.ExtensionContext): Promise<void> {
  const module = vscode.Uri.joinPath(context.extensionUri, 'dist', 'server.js').fsPath;
  return activateWith(
    context,
    (options) =>
      new LanguageClient(
        clientId,
        clientName,
        {
          run: { module, transport: TransportKind.ipc },
          debug: {
            module,
            transport: TransportKind.ipc,
            options: { execArgv: ['--nolazy', '--enable-source-maps', '--inspect=6009'] },
          },
        },
        options,
      ),
  );
}
