/** The build context of the Dockerfile in the editor, in the status bar; a click changes it. */
import * as vscode from 'vscode';
import type { ContextResult } from '../shared/protocol.ts';
import { askContext } from './context-request.ts';
import type { Session } from './session.ts';

/** Milliseconds of quiet after an event before the server is asked. */
const quiet = 300;

export class ContextStatus implements vscode.Disposable {
  readonly #session: Session;
  readonly #item: vscode.StatusBarItem;
  readonly #subscriptions: vscode.Disposable[];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #source: vscode.CancellationTokenSource | undefined;

  constructor(session: Session) {
    this.#session = session;
    this.#item = vscode.window.createStatusBarItem('context', vscode.StatusBarAlignment.Right, 100);
    this.#item.name = 'Build Context';
    this.#item.command = 'dockerfileOptimizer.selectContext';
    this.#subscriptions = [
      vscode.window.onDidChangeActiveTextEditor(() => {
        this.#item.hide();
        this.#soon();
      }),
      vscode.workspace.onDidSaveTextDocument(() => {
        this.#soon();
      }),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('dockerfileOptimizer')) this.#soon();
      }),
      // The server looks again when a compose file or the like has changed.
      vscode.languages.onDidChangeDiagnostics(({ uris }) => {
        const active = shownDockerfile();
        if (active && uris.some((uri) => uri.toString() === active.toString())) this.#soon();
      }),
    ];
    this.#soon();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#source?.cancel();
    this.#item.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#refresh(), quiet);
  }

  async #refresh(): Promise<void> {
    this.#source?.cancel();
    const uri = shownDockerfile();
    if (uri === undefined) {
      this.#item.hide();
      return;
    }
    const source = new vscode.CancellationTokenSource();
    this.#source = source;
    try {
      const result = await askContext(this.#session, uri, source.token);
      if (source.token.isCancellationRequested) return;
      if (result) this.#show(result);
      else this.#item.hide();
    } catch {
      // A server that stops, or a file that is gone: nothing to show, and nobody has asked for anything.
      this.#item.hide();
    } finally {
      source.dispose();
    }
  }

  #show({ uri, path, reason, variants }: ContextResult): void {
    const folder = path === null || path === '.' ? basename(uri) : path;
    const more = variants.length === 0 ? '' : ` +${String(variants.length)}`;
    this.#item.text = `$(folder) ${folder}${more}`;
    this.#item.tooltip = [
      `Build context: ${folder} (${reason})`,
      ...variants.map((use) => `also looked at: as ${use} builds it`),
      'Click to change it.',
    ].join('\n');
    this.#item.show();
  }
}

function shownDockerfile(): vscode.Uri | undefined {
  const document = vscode.window.activeTextEditor?.document;
  return document?.languageId === 'dockerfile' && !document.isUntitled ? document.uri : undefined;
}

function basename(uri: string): string {
  const { path } = vscode.Uri.parse(uri);
  return path.slice(path.lastIndexOf('/') + 1) || '/';
}
