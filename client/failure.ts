/** How the client tells the user that something went wrong. */
import * as vscode from 'vscode';
import type { Session } from './session.ts';

export interface Failure {
  /** What failed, as the beginning of a sentence. */
  readonly what: string;
  readonly session: Session;
}

/** JSON-RPC codes of requests that ended because somebody wanted it: cancelled by the client or the server. */
const cancelledCodes: readonly unknown[] = [-32800, -32802];

export function isCancellation(error: unknown): boolean {
  if (error instanceof vscode.CancellationError) return true;
  return error instanceof Error && 'code' in error && cancelledCodes.includes(error.code);
}

/** Shows an error message with a way to the log; a cancelled request is none. */
export async function reportFailure({ what, session }: Failure, error: unknown): Promise<void> {
  if (isCancellation(error)) return;
  const reason = error instanceof Error ? error.message : String(error);
  const choice = await vscode.window.showErrorMessage(`${what}: ${reason}`, 'Show Log');
  if (choice !== undefined) session.showLog();
}
