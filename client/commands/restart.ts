/** "Restart Server". */
import * as vscode from 'vscode';
import type { Session } from '../session.ts';

export async function restartServer(session: Session): Promise<void> {
  await session.restart();
  vscode.window.setStatusBarMessage('Dockerfile Optimizer: server restarted', 4000);
}
