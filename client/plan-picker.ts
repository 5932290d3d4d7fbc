/** The plan as a list with checkboxes. Unticking a step computes the plan anew without it. */
import * as vscode from 'vscode';
import type { OptimizeResult, PlanStep } from '../shared/protocol.ts';
import { formatBytes, formatChange } from './sizes.ts';

export interface PlanQuestion {
  /** What the list is called, for example `Optimize Dockerfile`. */
  readonly title: string;
  readonly plan: OptimizeResult;
  /** Computes the plan without the steps of these ids. */
  readonly recompute: (skip: readonly string[], token: vscode.CancellationToken) => Promise<OptimizeResult>;
}

interface StepItem extends vscode.QuickPickItem {
  readonly id: string;
}

/** Milliseconds: several boxes ticked in a row are one question to the server. */
const debounce = 150;

/**
 * Asks which steps to take.
 * @returns the plan with only those, or undefined when the user gave up
 * @throws when the plan can't be computed
 */
export function pickPlan(question: PlanQuestion): Promise<OptimizeResult | undefined> {
  return new Promise((resolve, reject) => {
    const picker = new PlanPicker(question, resolve, reject);
    picker.show();
  });
}

class PlanPicker {
  readonly #question: PlanQuestion;
  readonly #resolve: (plan: OptimizeResult | undefined) => void;
  readonly #reject: (error: unknown) => void;
  readonly #list = vscode.window.createQuickPick<StepItem>();
  /** The order in which steps were first seen: a list must not jump under the pointer. */
  readonly #order: string[] = [];
  #plan: OptimizeResult;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #computing: vscode.CancellationTokenSource | undefined;
  #accepted = false;
  #done = false;

  constructor(
    question: PlanQuestion,
    resolve: (plan: OptimizeResult | undefined) => void,
    reject: (error: unknown) => void,
  ) {
    this.#question = question;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#plan = question.plan;
    this.#list.canSelectMany = true;
    this.#list.ignoreFocusOut = true;
    this.#list.matchOnDetail = true;
    this.#list.placeholder = 'Untick what you do not want, then press Enter to see the changes';
    this.#list.onDidChangeSelection(() => {
      this.#selectionChanged();
    });
    this.#list.onDidTriggerItemButton(({ item }) => {
      void vscode.window.showInformationMessage(item.label, { modal: true, detail: item.detail ?? '' });
    });
    this.#list.onDidAccept(() => {
      this.#accepted = true;
      if (!this.#list.busy) this.#finish();
    });
    this.#list.onDidHide(() => {
      this.#end(() => {
        this.#resolve(undefined);
      });
    });
  }

  show(): void {
    this.#render();
    this.#list.show();
  }

  #render(): void {
    const { title } = this.#question;
    const steps = [...this.#plan.steps, ...this.#plan.skipped];
    for (const { id } of steps) if (!this.#order.includes(id)) this.#order.push(id);
    const items = steps.map(stepItem).sort((a, b) => this.#order.indexOf(a.id) - this.#order.indexOf(b.id));
    const change = formatChange(this.#plan.before.sizeBytes, this.#plan.after.sizeBytes);
    this.#list.title = change === undefined ? title : `${title}: ${change}`;
    // Only new items are set anew: setting them moves the focus back to the first row.
    if (JSON.stringify(items) !== JSON.stringify(this.#list.items)) {
      const focused = this.#list.activeItems[0]?.id;
      this.#list.keepScrollPosition = true;
      this.#list.items = items;
      this.#list.activeItems = items.filter((item) => item.id === focused);
    }
    const taken = new Set(this.#plan.steps.map((step) => step.id));
    this.#list.selectedItems = this.#list.items.filter((item) => taken.has(item.id));
  }

  /** Ids of the steps that are unticked now. */
  #skip(): readonly string[] {
    const selected = new Set(this.#list.selectedItems.map((item) => item.id));
    return this.#list.items.filter((item) => !selected.has(item.id)).map((item) => item.id);
  }

  #selectionChanged(): void {
    // Rendering a plan selects items too; that is no wish of the user's.
    const skipped = this.#plan.skipped.map((step) => step.id);
    const wanted = this.#skip();
    clearTimeout(this.#timer);
    this.#computing?.cancel();
    this.#computing = undefined;
    if (wanted.length === skipped.length && wanted.every((id) => skipped.includes(id))) {
      this.#list.busy = false;
      return;
    }
    this.#list.busy = true;
    this.#timer = setTimeout(() => {
      void this.#recompute(wanted);
    }, debounce);
  }

  async #recompute(skip: readonly string[]): Promise<void> {
    const source = new vscode.CancellationTokenSource();
    this.#computing = source;
    try {
      const plan = await this.#question.recompute(skip, source.token);
      if (source.token.isCancellationRequested) return;
      this.#plan = plan;
      this.#list.busy = false;
      this.#render();
      if (this.#accepted) this.#finish();
    } catch (error) {
      if (!source.token.isCancellationRequested)
        this.#end(() => {
          this.#reject(error);
        });
    } finally {
      source.dispose();
    }
  }

  #finish(): void {
    this.#end(() => {
      this.#resolve(this.#plan);
    });
  }

  /** Ends the question once: whatever comes first counts. */
  #end(answer: () => void): void {
    if (this.#done) return;
    this.#done = true;
    clearTimeout(this.#timer);
    this.#computing?.cancel();
    this.#list.dispose();
    answer();
  }
}

function stepItem(step: PlanStep): StepItem {
  const saving =
    step.savesBytes !== null && step.savesBytes > 0 ? `saves ≈ ${formatBytes(step.savesBytes)}` : '';
  const caution = step.applicability === 'suggested' ? 'may change behaviour' : '';
  return {
    id: step.id,
    label: step.title,
    description: [saving, caution].filter((text) => text !== '').join(' · '),
    detail: step.reason,
    // The list cuts long lines; the whole reason is behind this button.
    buttons: [{ iconPath: new vscode.ThemeIcon('info'), tooltip: step.reason }],
  };
}
