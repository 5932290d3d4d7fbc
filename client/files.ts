/** Answers the server's questions about files, for servers that can't reach them by themselves (web worker). */
import type { BaseLanguageClient } from 'vscode-languageclient';
import * as vscode from 'vscode';
import {
  fsReadDirectoryRequest,
  fsReadTextRequest,
  fsStatRequest,
  type FsParams,
  type FsReadTextParams,
} from '../shared/protocol.ts';

type EntryType = 'file' | 'directory' | 'symlink' | 'other';
type ReadAnswer =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: 'missing' | 'unreadable' | 'too-large' | 'not-a-file' | 'binary' };

/** Registers the handlers; call it before the client starts. Nothing here rejects: what can't be read is null. */
export function serveFiles(client: BaseLanguageClient): void {
  client.onRequest(fsStatRequest, ({ uri }: FsParams) => stat(uri));
  client.onRequest(fsReadDirectoryRequest, ({ uri }: FsParams) => readDirectory(uri));
  client.onRequest(fsReadTextRequest, ({ uri, maxBytes }: FsReadTextParams) => readText(uri, maxBytes));
}

/** The URI when it is of a scheme that the open folders use; a server has no business elsewhere. */
function permitted(text: string): vscode.Uri | undefined {
  const uri = vscode.Uri.parse(text);
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.some((folder) => folder.uri.scheme === uri.scheme) ? uri : undefined;
}

async function stat(text: string): Promise<{ type: EntryType; size: number } | null> {
  const uri = permitted(text);
  if (uri === undefined) return null;
  try {
    const { type, size } = await vscode.workspace.fs.stat(uri);
    return { type: entryType(type), size: type & vscode.FileType.File ? size : 0 };
  } catch {
    return null;
  }
}

async function readDirectory(text: string): Promise<{ name: string; type: EntryType }[] | null> {
  const uri = permitted(text);
  if (uri === undefined) return null;
  try {
    const entries = await vscode.workspace.fs.readDirectory(uri);
    return entries.map(([name, type]) => ({ name, type: entryType(type) }));
  } catch {
    return null;
  }
}

async function readText(text: string, maxBytes: number): Promise<ReadAnswer> {
  const uri = permitted(text);
  if (uri === undefined) return { ok: false, reason: 'unreadable' };
  try {
    const { type, size } = await vscode.workspace.fs.stat(uri);
    if (type & vscode.FileType.Directory) return { ok: false, reason: 'not-a-file' };
    if (size > maxBytes) return { ok: false, reason: 'too-large' };
    const bytes = await vscode.workspace.fs.readFile(uri);
    if (bytes.byteLength > maxBytes) return { ok: false, reason: 'too-large' };
    if (bytes.includes(0)) return { ok: false, reason: 'binary' };
    // The decoder takes a byte order mark away and never throws on broken UTF-8.
    return { ok: true, text: new TextDecoder().decode(bytes) };
  } catch (error) {
    const missing = error instanceof vscode.FileSystemError && error.code === 'FileNotFound';
    return { ok: false, reason: missing ? 'missing' : 'unreadable' };
  }
}

/** A link is told from what it points to: VS Code reports both bits. */
function entryType(type: vscode.FileType): EntryType {
  if (type & vscode.FileType.SymbolicLink) return 'symlink';
  if (type & vscode.FileType.File) return 'file';
  if (type & vscode.FileType.Directory) return 'directory';
  return 'other';
}
