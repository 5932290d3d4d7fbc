/** Asks the server which folder is the build context of a Dockerfile. */
import type * as vscode from 'vscode';
import { contextRequest, type ContextParams, type ContextResult } from '../shared/protocol.ts';
import type { Session } from './session.ts';

/**
 * Null when the server can't tell.
 * @throws when the server stops, or the file is gone
 */
export function askContext(
  session: Session,
  uri: vscode.Uri,
  token: vscode.CancellationToken,
): Promise<ContextResult | null> {
  return session.request<ContextParams, ContextResult | null>(
    contextRequest,
    { uri: session.protocolUri(uri) },
    token,
  );
}
