/** What the language client is told on every platform. */
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import * as vscode from 'vscode';
import { settingsPrefix } from '../shared/settings.ts';

export const clientId = settingsPrefix;
export const clientName = 'Dockerfile Optimizer';

/** Makes the client for a platform: a child process on the desktop, a worker in the browser. */
export type ClientFactory = (options: LanguageClientOptions) => BaseLanguageClient;

/**
 * The schemes in which the user's own files live: local files, unsaved ones, and whatever the open folders are
 * on. Not among them are views of files, as `git:` and this extension's previews.
 */
export function userSchemes(): readonly string[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return [...new Set(['file', 'untitled', ...folders.map((folder) => folder.uri.scheme)])];
}

/** The options for the schemes known now. */
export function clientOptions(channel: vscode.LogOutputChannel, storage: vscode.Uri): LanguageClientOptions {
  return {
    documentSelector: userSchemes().flatMap((scheme) => [
      { scheme, language: 'dockerfile' },
      { scheme, pattern: '**/*.dockerignore' },
      { scheme, pattern: '**/.dockerfile-optimizer.{yaml,yml,json}' },
    ]),
    // Code actions for whole-file rewrites then name this client's commands, which show the plan first.
    initializationOptions: {
      clientCommands: true,
      trusted: vscode.workspace.isTrusted,
      http: true,
      // A path only where the server is on the same machine; a worker keeps nothing.
      ...(storage.scheme === 'file' ? { storage: storage.fsPath } : {}),
    },
    outputChannel: channel,
    diagnosticCollectionName: 'dockerfile-optimizer',
    markdown: { supportHtml: false },
  };
}
