/** A set of file changes that belong together, and how they are made. */
import * as vscode from 'vscode';
import { replacement } from './text-edit.ts';

export interface Change {
  readonly uri: vscode.Uri;
  /** The text the change was computed for; null when the file did not exist. */
  readonly before: string | null;
  readonly after: string;
}

export interface Proposal {
  /** The file the command was about comes first. */
  readonly changes: readonly Change[];
  /** What the diff's tab says after the file name, in parentheses. */
  readonly label: string;
  /** One or two sentences for the question whether to apply. */
  readonly message: string;
  /** What to say once it is applied. */
  readonly done: string;
}

/** Are all files still what the proposal was computed for? Unsaved text counts. */
export async function isCurrent(proposal: Proposal): Promise<boolean> {
  for (const { uri, before } of proposal.changes) if ((await textOf(uri)) !== before) return false;
  return true;
}

/** Makes all changes as one undoable edit. False when the editor refuses, for example a document changed meanwhile. */
export async function applyProposal(proposal: Proposal): Promise<boolean> {
  const edit = new vscode.WorkspaceEdit();
  for (const { uri, before, after } of proposal.changes) {
    if (before === null) {
      edit.createFile(uri, { overwrite: false, contents: new TextEncoder().encode(after) });
      continue;
    }
    const document = await vscode.workspace.openTextDocument(uri);
    const { start, end, text } = replacement(before, after);
    edit.replace(uri, new vscode.Range(document.positionAt(start), document.positionAt(end)), text);
  }
  return vscode.workspace.applyEdit(edit);
}

/** The file's text in the editor or on disk, null when there is none. */
async function textOf(uri: vscode.Uri): Promise<string | null> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open !== undefined) return open.getText();
  try {
    await vscode.workspace.fs.stat(uri);
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return null;
    throw error;
  }
  return (await vscode.workspace.openTextDocument(uri)).getText();
}
