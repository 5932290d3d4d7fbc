/** Progress for work that may take long, without a flash for work that does not. */
import * as vscode from 'vscode';

/** Milliseconds before a progress notification appears. */
const delay = 700;

/**
 * Runs `work`; when it takes longer than a moment a notification with Cancel appears.
 * @throws vscode.CancellationError when the user cancelled, else what `work` throws
 */
export async function withDelayedProgress<Result>(
  title: string,
  work: (token: vscode.CancellationToken) => Promise<Result>,
  outer?: vscode.CancellationToken,
): Promise<Result> {
  const source = new vscode.CancellationTokenSource();
  const cancel = (): void => {
    source.cancel();
  };
  const link = outer?.onCancellationRequested(cancel);
  if (outer?.isCancellationRequested === true) cancel();
  const running = work(source.token);
  const settled = running.then(
    () => undefined,
    () => undefined,
  );
  const timer = setTimeout(() => {
    void vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      (_, token) => {
        token.onCancellationRequested(cancel);
        return settled;
      },
    );
  }, delay);
  try {
    const result = await running;
    // The server may have answered in the moment of the cancellation; the user's word counts.
    if (source.token.isCancellationRequested) throw new vscode.CancellationError();
    return result;
  } finally {
    clearTimeout(timer);
    link?.dispose();
    source.dispose();
  }
}
