/** Changes shown in the editor's own diff before they are made: Apply makes them all as one edit, Discard none. */
import * as vscode from 'vscode';
import { withDelayedProgress } from './progress.ts';
import { applyProposal, isCurrent, type Change, type Proposal } from './proposal.ts';

/** Documents of this scheme hold what a file would become; package.json's menus name it too. */
export const previewScheme = 'dockerfile-optimizer-preview';
/** Is there a preview? For the palette. */
const previewingKey = 'dockerfileOptimizer.previewing';
/** Is the active tab one? For the buttons in the editor title: in a diff `resourceScheme` can be either side's. */
const activeKey = 'dockerfileOptimizer.previewActive';

export interface PreviewRequest {
  readonly proposal: Proposal;
  /** The proposal for the files as they are now; undefined when there is nothing left to do. */
  readonly recompute: (token: vscode.CancellationToken) => Promise<Proposal | undefined>;
}

interface Preview extends PreviewRequest {
  readonly id: string;
  proposal: Proposal;
  /** Set while it is applied: the buttons are in two places. */
  busy: boolean;
  /** Is the notification with the question still open? */
  asking: boolean;
}

export class Previews implements vscode.Disposable, vscode.TextDocumentContentProvider {
  readonly #previews = new Map<string, Preview>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #disposables: vscode.Disposable[];
  #lastId = 0;

  readonly onDidChange = this.#changed.event;

  readonly #report: (error: unknown) => void;

  /** @param report gets what goes wrong after the user answered a notification, when no command waits any more */
  constructor(report: (error: unknown) => void) {
    this.#report = report;
    this.#disposables = [
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(previewScheme, this),
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
        this.#forgetClosed(closed);
        this.#updateContext();
      }),
      vscode.window.tabGroups.onDidChangeTabGroups(() => {
        this.#updateContext();
      }),
    ];
    // Tabs of an earlier session have lost their contents.
    closeTabs(() => true).catch(report);
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const { id, side, index } = parseQuery(uri);
    const change = this.#previews.get(id)?.proposal.changes[index];
    return (side === 'after' ? change?.after : change?.before) ?? '';
  }

  /** Opens the diff and asks. Resolves when the diff is open, not when the user has decided. */
  async show(request: PreviewRequest): Promise<void> {
    for (const other of this.#previews.values())
      if (other.proposal.changes[0]?.uri.toString() === request.proposal.changes[0]?.uri.toString())
        await this.#close(other);
    const id = String(++this.#lastId);
    const preview: Preview = { ...request, id, busy: false, asking: false };
    this.#previews.set(id, preview);
    await this.#open(preview);
    this.#updateContext();
    this.#ask(preview, preview.proposal.message).catch(this.#report);
  }

  /** Apply of the editor title and the palette. */
  async applyShown(): Promise<void> {
    const preview = this.#shown();
    if (preview !== undefined) await this.#apply(preview);
  }

  async discardShown(): Promise<void> {
    const preview = this.#shown();
    if (preview !== undefined) await this.#close(preview);
  }

  /** The preview of the active tab, else the last one. */
  #shown(): Preview | undefined {
    const uri = previewUri(vscode.window.tabGroups.activeTabGroup.activeTab);
    if (uri !== undefined) return this.#previews.get(parseQuery(uri).id);
    return [...this.#previews.values()].at(-1);
  }

  /** The first change is the one the command was about: its diff is opened last and has the focus. */
  async #open(preview: Preview): Promise<void> {
    for (const [index, change] of [...preview.proposal.changes.entries()].reverse()) {
      const left = change.before === null ? sideUri(preview, change, index, 'before') : change.uri;
      const right = sideUri(preview, change, index, 'after');
      const name = change.uri.path.split('/').pop() ?? '';
      const title = `${name} (${change.before === null ? 'new' : preview.proposal.label})`;
      await vscode.commands.executeCommand('vscode.diff', left, right, title, { preview: false });
    }
  }

  async #ask(preview: Preview, message: string): Promise<void> {
    preview.asking = true;
    const choice = await vscode.window.showInformationMessage(message, 'Apply', 'Discard');
    preview.asking = false;
    // Meanwhile the buttons of the diff may have been used, or its tab closed.
    if (choice === undefined || !this.#previews.has(preview.id)) return;
    if (choice === 'Apply') await this.#apply(preview);
    else await this.#close(preview);
  }

  async #apply(preview: Preview): Promise<void> {
    if (preview.busy) return;
    preview.busy = true;
    try {
      if (!(await isCurrent(preview.proposal))) await this.#renew(preview);
      else if (await applyProposal(preview.proposal)) await this.#finish(preview);
      else
        void vscode.window.showErrorMessage(
          'The editor did not accept the changes. Nothing was changed; please try again.',
        );
    } finally {
      preview.busy = false;
    }
  }

  /** A file changed since the plan was made: nothing is applied, the new plan is shown instead. */
  async #renew(preview: Preview): Promise<void> {
    const title = 'Computing the plan again';
    const proposal = await withDelayedProgress(title, (token) => preview.recompute(token));
    await this.#closeTabs(preview);
    if (proposal === undefined) {
      await this.#close(preview);
      void vscode.window.showInformationMessage('The files changed meanwhile. There is nothing left to do.');
      return;
    }
    preview.proposal = proposal;
    this.#previews.set(preview.id, preview);
    for (const [index, change] of proposal.changes.entries()) {
      this.#changed.fire(sideUri(preview, change, index, 'before'));
      this.#changed.fire(sideUri(preview, change, index, 'after'));
    }
    await this.#open(preview);
    this.#updateContext();
    this.#ask(
      preview,
      `Nothing was applied: the files changed after this plan was made. It was computed again. ${proposal.message}`,
    ).catch(this.#report);
  }

  async #finish(preview: Preview): Promise<void> {
    await this.#close(preview);
    const [first] = preview.proposal.changes;
    if (first !== undefined) await vscode.window.showTextDocument(first.uri, { preview: false });
    vscode.window.setStatusBarMessage(`Dockerfile Optimizer: ${preview.proposal.done}`, 8000);
  }

  async #close(preview: Preview): Promise<void> {
    this.#previews.delete(preview.id);
    // A question that was answered by a button of the diff must not stay on the screen.
    if (preview.asking) await vscode.commands.executeCommand('notifications.hideToasts');
    await this.#closeTabs(preview);
    this.#updateContext();
  }

  /** Tells the menus. */
  #updateContext(): void {
    const active = previewUri(vscode.window.tabGroups.activeTabGroup.activeTab) !== undefined;
    void vscode.commands.executeCommand('setContext', previewingKey, this.#previews.size > 0);
    void vscode.commands.executeCommand('setContext', activeKey, active);
  }

  async #closeTabs(preview: Preview): Promise<void> {
    await closeTabs((uri) => parseQuery(uri).id === preview.id);
  }

  /** A preview whose last tab the user closed is discarded. */
  #forgetClosed(closed: readonly vscode.Tab[]): void {
    const open = new Set(previewTabs().map(({ uri }) => parseQuery(uri).id));
    for (const tab of closed) {
      const uri = previewUri(tab);
      const preview = uri === undefined ? undefined : this.#previews.get(parseQuery(uri).id);
      if (preview === undefined || preview.busy || open.has(preview.id)) continue;
      this.#previews.delete(preview.id);
    }
  }
}

/** The path is the file's own, so that the editor finds its language. */
function sideUri(preview: Preview, change: Change, index: number, side: 'before' | 'after'): vscode.Uri {
  return change.uri.with({ scheme: previewScheme, query: `${preview.id}&${side}&${String(index)}` });
}

function parseQuery(uri: vscode.Uri): { id: string; side: string; index: number } {
  const [id = '', side = '', index = ''] = uri.query.split('&');
  return { id, side, index: Number(index) };
}

function previewUri(tab: vscode.Tab | undefined): vscode.Uri | undefined {
  const input = tab?.input;
  if (input instanceof vscode.TabInputTextDiff && input.modified.scheme === previewScheme)
    return input.modified;
  return undefined;
}

function previewTabs(): { tab: vscode.Tab; uri: vscode.Uri }[] {
  return vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .flatMap((tab) => {
      const uri = previewUri(tab);
      return uri === undefined ? [] : [{ tab, uri }];
    });
}

async function closeTabs(which: (uri: vscode.Uri) => boolean): Promise<void> {
  const tabs = previewTabs().filter(({ uri }) => which(uri));
  if (tabs.length > 0) await vscode.window.tabGroups.close(tabs.map(({ tab }) => tab));
}
