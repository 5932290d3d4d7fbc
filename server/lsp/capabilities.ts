/** What this server offers to an editor with these features. */
import { PositionEncodingKind, TextDocumentSyncKind } from 'vscode-languageserver';
import type { InitializeResult } from 'vscode-languageserver';
import type { ClientFeatures } from './client-features.ts';
import { codeActionKinds } from './code-actions.ts';
import { commandNames } from './commands.ts';
import { completionTriggers } from './completion.ts';
import { diagnosticSource } from './diagnostics.ts';

export function serverCapabilities(features: ClientFeatures): InitializeResult {
  return {
    serverInfo: { name: diagnosticSource },
    capabilities: {
      // Every client must support UTF-16, and the model's offsets count it.
      positionEncoding: PositionEncodingKind.UTF16,
      textDocumentSync: {
        openClose: true,
        change: TextDocumentSyncKind.Incremental,
        save: { includeText: false },
        willSaveWaitUntil: true,
      },
      codeActionProvider: features.codeActionLiterals
        ? { codeActionKinds: [...codeActionKinds], resolveProvider: features.resolveEdits }
        : true,
      hoverProvider: true,
      inlayHintProvider: true,
      codeLensProvider: { resolveProvider: true },
      completionProvider: { triggerCharacters: [...completionTriggers], resolveProvider: true },
      executeCommandProvider: { commands: [...commandNames], workDoneProgress: true },
      ...(features.pullDiagnostics
        ? {
            diagnosticProvider: {
              identifier: diagnosticSource,
              // A .dockerignore being edited changes a Dockerfile's findings. We ask for a refresh then; an
              // editor that has none must ask again by itself.
              interFileDependencies: !features.refreshDiagnostics,
              workspaceDiagnostics: false,
            },
          }
        : {}),
      ...(features.workspaceFolders
        ? { workspace: { workspaceFolders: { supported: true, changeNotifications: true } } }
        : {}),
    },
  };
}
