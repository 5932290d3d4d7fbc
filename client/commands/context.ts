/** "Select Build Context": remembers the folder in the workspace's settings. */
import * as vscode from 'vscode';
import type { ContextResult } from '../../shared/protocol.ts';
import { settingsPrefix } from '../../shared/settings.ts';
import { askContext } from '../context-request.ts';
import { withDelayedProgress } from '../progress.ts';
import type { Session } from '../session.ts';
import { resolveTarget } from '../target.ts';

interface Choice extends vscode.QuickPickItem {
  /** Relative to the workspace folder; undefined: as the project's files say. */
  readonly folder?: string | undefined;
  readonly browse?: true;
}

export async function selectContext(session: Session, argument: unknown): Promise<void> {
  const uri = await resolveTarget(argument, 'dockerfile');
  if (uri === undefined) return;
  const workspace = vscode.workspace.getWorkspaceFolder(uri);
  if (workspace === undefined) {
    void vscode.window.showInformationMessage(
      'The build context can be chosen for Dockerfiles in the open folder only.',
    );
    return;
  }
  const result = await withDelayedProgress('Reading the build context', (token) =>
    askContext(session, uri, token),
  );
  if (!result) return;
  const choice = await vscode.window.showQuickPick(choices(result), {
    placeHolder: `Build context of ${vscode.workspace.asRelativePath(uri)}`,
    matchOnDescription: true,
  });
  if (choice === undefined) return;
  const folder = choice.browse ? await browse(workspace) : choice.folder;
  if (choice.browse && folder === undefined) return;
  await remember(uri, workspace, folder);
}

function choices({ candidates, path, configured }: ContextResult): Choice[] {
  const items = candidates.map((candidate): Choice => ({
    label: candidate.path === '.' ? './' : `${candidate.path}/`,
    description: candidate.path === path ? `${candidate.reason} (in use)` : candidate.reason,
    folder: candidate.path,
  }));
  return [
    ...items,
    { label: 'Other Folder…', browse: true },
    ...(configured ? [{ label: 'Automatic', description: 'as the project’s files say' }] : []),
  ];
}

async function browse(workspace: vscode.WorkspaceFolder): Promise<string | undefined> {
  const [picked] =
    (await vscode.window.showOpenDialog({
      defaultUri: workspace.uri,
      canSelectFiles: false,
      canSelectFolders: true,
      openLabel: 'Use as Build Context',
    })) ?? [];
  if (picked === undefined) return undefined;
  const root = rootPath(workspace);
  if (picked.path === root) return '.';
  if (picked.path.startsWith(`${root}/`)) return picked.path.slice(root.length + 1);
  void vscode.window.showWarningMessage('The build context must lie in the open folder.');
  return undefined;
}

/** Without a slash at its end. */
function rootPath({ uri }: vscode.WorkspaceFolder): string {
  return uri.path.replace(/\/$/, '');
}

/** One entry for this very file, ahead of patterns that match it too: of several the first counts. */
async function remember(
  uri: vscode.Uri,
  workspace: vscode.WorkspaceFolder,
  folder: string | undefined,
): Promise<void> {
  const settings = vscode.workspace.getConfiguration(settingsPrefix, uri);
  const inspected = settings.inspect<Record<string, string>>('contexts');
  const before = inspected?.workspaceFolderValue ?? inspected?.workspaceValue ?? {};
  const root = rootPath(workspace);
  // What is special in a pattern stands for itself in a file's name.
  const pattern = uri.path.slice(root.length + 1).replace(/[\\*?[\]{}()!+@]/g, '\\$&');
  const others = Object.entries(before).filter(([key]) => key !== pattern);
  const entries = folder === undefined ? others : [[pattern, folder] as const, ...others];
  const scope =
    (vscode.workspace.workspaceFolders ?? []).length > 1
      ? vscode.ConfigurationTarget.WorkspaceFolder
      : vscode.ConfigurationTarget.Workspace;
  await settings.update('contexts', entries.length > 0 ? Object.fromEntries(entries) : undefined, scope);
}
