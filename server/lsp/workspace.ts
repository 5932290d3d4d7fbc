/** The workspace's folders, from `initialize` and its later changes. */
import type { Connection, InitializeParams } from 'vscode-languageserver';
import { isWithin } from '../location.ts';
import type { ClientFeatures } from './client-features.ts';

export class Workspace {
  #folders: string[] = [];

  initialize(params: InitializeParams): void {
    if (params.workspaceFolders) this.#folders = params.workspaceFolders.map((folder) => folder.uri);
    // Editors older than workspace folders send only a root.
    else if (params.rootUri) this.#folders = [params.rootUri];
  }

  listen(connection: Connection, features: ClientFeatures, changed: () => void): void {
    if (!features.workspaceFolders) return;
    connection.workspace.onDidChangeWorkspaceFolders((event) => {
      const removed = new Set(event.removed.map((folder) => folder.uri));
      this.#folders = [
        ...this.#folders.filter((folder) => !removed.has(folder)),
        ...event.added.map((folder) => folder.uri),
      ];
      changed();
    });
  }

  /** The innermost folder that holds this document. */
  rootOf(uri: string): string | undefined {
    return this.#folders.filter((folder) => isWithin(folder, uri)).sort((a, b) => b.length - a.length)[0];
  }
}
