import * as vscode from 'vscode';

/**
 * Polls until `probe` gives something.
 * @param what for the error message
 * @param limit milliseconds
 */
export async function until<Value>(
  what: string,
  probe: () => Value | undefined | false | Thenable<Value | undefined | false>,
  limit = 10_000,
): Promise<Value> {
  const start = Date.now();
  for (;;) {
    const isLate = Date.now() - start > limit;
    try {
      const value = await probe();
      if (value !== undefined && value !== false) return value;
    } catch (error) {
      // The editor cancels what it asks for when the text or the extensions change meanwhile.
      if (isLate || !(error instanceof Error) || error.name !== 'Canceled') throw error;
    }
    if (isLate) throw new Error(`waited in vain for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export function check(condition: unknown, message: string): asserts condition {
  if (condition === undefined || condition === null || condition === false || condition === '')
    throw new Error(message);
}

/** The extension's findings of a document, by rule id. */
export function findings(uri: vscode.Uri): { rule: string; diagnostic: vscode.Diagnostic }[] {
  return vscode.languages
    .getDiagnostics(uri)
    .filter((diagnostic) => diagnostic.source === 'dockerfile-optimizer')
    .map((diagnostic) => {
      const { code } = diagnostic;
      return { rule: String(typeof code === 'object' ? code.value : code), diagnostic };
    });
}

export function rulesOf(uri: vscode.Uri): string[] {
  return findings(uri).map(({ rule }) => rule);
}

export function previewTab(): vscode.TabInputTextDiff | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputTextDiff ? input : undefined;
}

/** Starts a command that asks with a list, accepts the list as it is, and waits for the diff. */
export async function throughPlan(command: string, uri: vscode.Uri): Promise<vscode.TabInputTextDiff> {
  const running = vscode.commands.executeCommand(command, uri);
  await until(`the diff of ${command}`, async () => {
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    return previewTab();
  });
  await running;
  // There may be several diffs; the last one opened is the Dockerfile's.
  return until('the diff of the Dockerfile', previewTab);
}
