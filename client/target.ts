/** Which file a command is about. */
import * as vscode from 'vscode';

/** Whether a command's file is a Dockerfile, a .dockerignore or either. */
export type TargetKind = 'dockerfile' | 'dockerfile-or-dockerignore';

/** More than this many Dockerfiles are not listed for choosing. */
const maxChoices = 500;

/**
 * The file meant by a command: the one it was called with (explorer, editor title, another extension), else
 * the active editor's, else the only one of the workspace, else the one the user picks.
 * @returns undefined when there is none or the user changed their mind; the user has been told what there is to tell
 */
export async function resolveTarget(argument: unknown, kind: TargetKind): Promise<vscode.Uri | undefined> {
  const given = asUri(argument);
  if (given !== undefined) return given;
  const active = vscode.window.activeTextEditor?.document;
  if (active !== undefined && fits(active, kind)) return active.uri;
  const found = await vscode.workspace.findFiles(
    '**/{Dockerfile,Dockerfile.*,Dockerfile-*,Dockerfile_*,Containerfile,Containerfile.*,*.dockerfile,*.Dockerfile}',
    '**/{node_modules,.git}/**',
    maxChoices,
  );
  const choices = found.filter((uri) => !isDockerignore(uri));
  if (choices.length === 0) {
    void vscode.window.showInformationMessage('There is no Dockerfile in this workspace.');
    return undefined;
  }
  if (choices.length === 1) return choices[0];
  return pick(choices);
}

export function isDockerignore(uri: vscode.Uri): boolean {
  return uri.path.endsWith('.dockerignore');
}

/** Commands are called with whatever the caller likes: a URI object, its text, or a menu's own things. */
function asUri(argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  if (typeof argument === 'string' && /^[a-z][a-z0-9+.-]+:/i.test(argument))
    return vscode.Uri.parse(argument);
  return undefined;
}

function fits(document: vscode.TextDocument, kind: TargetKind): boolean {
  if (document.languageId === 'dockerfile') return true;
  return kind === 'dockerfile-or-dockerignore' && isDockerignore(document.uri);
}

async function pick(choices: readonly vscode.Uri[]): Promise<vscode.Uri | undefined> {
  const items = choices
    .map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }))
    .sort((a, b) => (a.label < b.label ? -1 : 1));
  const choice = await vscode.window.showQuickPick(items, { placeHolder: 'Which Dockerfile?' });
  return choice?.uri;
}
