/** Runs the makers one after the other, again and again until nothing changes, and keeps only steps that hold. */
import { withFile, type FileChange } from '../../engine/changed-files.ts';
import { judgedModel } from '../../engine/judged.ts';
import { modelOf } from '../../engine/known-models.ts';
import { neverCancelled, throwIfCancelled } from '../../ports.ts';
import type { Facts } from '../../rules/rule.ts';
import type { Step } from '../plan.ts';
import { conversionId, notConverted } from './conversion.ts';
import { Judge } from './judge.ts';
import { stepMakers, type MakerOptions } from './makers.ts';
import type { Declined, Proposal, StepMaker, Work } from './proposal.ts';

export interface Outcome {
  readonly work: Work;
  readonly files: readonly FileChange[];
  readonly steps: readonly Step[];
  readonly skipped: readonly Step[];
  readonly obstacles: readonly string[];
}

/** Steps can make room for earlier ones; this often is plenty, and more would mean that two steps fight. */
const maximumRounds = 5;

export function workOn(text: string, facts: Facts): Work {
  const parsed = modelOf(text, facts);
  return { text, facts, parsed, model: judgedModel(parsed, facts) };
}

/**
 * A step that would break something is left out and named among the obstacles; one that leaves a finding which nothing
 * clears later too: then everything is done again without it.
 * @throws CancelledError between steps, when the token was cancelled.
 */
export function runSteps(text: string, facts: Facts, options: MakerOptions): Outcome {
  const dropped = new Map<string, string>();
  for (;;) {
    const run = new Run(workOn(text, facts), options, dropped);
    run.toTheEnd();
    const before = dropped.size;
    for (const { step, reason } of run.judge.unkept(run.work)) dropped.set(step, reason);
    // Every round drops a step more, and there are only so many.
    if (dropped.size === before) return run.outcome();
  }
}

class Run {
  readonly judge: Judge;
  work: Work;
  readonly #steps: Step[] = [];
  readonly #skipped: Step[] = [];
  readonly #leftOut = new Map<string, string>();
  #declined: string | undefined;
  #converted = false;
  #files: readonly FileChange[] = [];

  constructor(
    work: Work,
    private readonly options: MakerOptions,
    private readonly dropped: ReadonlyMap<string, string>,
  ) {
    this.work = work;
    this.judge = new Judge(options);
  }

  toTheEnd(): void {
    const makers = stepMakers(this.options);
    for (let round = 0; round < maximumRounds; round++) {
      const before = this.work;
      for (const make of makers) {
        throwIfCancelled(this.options.token ?? neverCancelled);
        const made = this.#guarded(make);
        if (made && 'obstacle' in made) this.#declined ??= made.obstacle;
        else if (made) this.#take(made);
      }
      if (this.work === before) return;
    }
  }

  outcome(): Outcome {
    return {
      work: this.work,
      files: this.#files,
      steps: this.#steps,
      skipped: this.#skipped,
      // Later rounds see what other steps have added; the first reason is the one about the user's file.
      obstacles: [
        ...(this.#declined === undefined || this.#converted ? [] : [this.#declined]),
        ...[...this.#leftOut.values()],
      ],
    };
  }

  #take({ text, files = [], ...step }: Proposal): void {
    if (this.options.skip.includes(step.id)) {
      if (!this.#skipped.some(({ id }) => id === step.id)) this.#skipped.push(step);
      return;
    }
    const changed = files.reduce(withFile, this.work.facts);
    const next = text === this.work.text ? { ...this.work, facts: changed } : workOn(text, changed);
    const failure = this.dropped.get(step.id) ?? this.judge.failure(this.work, next, step);
    if (failure !== undefined) {
      this.#leaveOut(step, failure);
      return;
    }
    if (step.id === conversionId) this.#converted = true;
    if (!this.#steps.some(({ id }) => id === step.id)) this.#steps.push(step);
    this.work = next;
    this.#files = [...this.#files, ...files];
  }

  #leaveOut({ id, title }: Step, failure: string): void {
    if (this.#leftOut.has(id)) return;
    this.options.logger?.warn(`Optimize leaves out ${id}: ${failure}`);
    if (id === conversionId) this.#declined ??= notConverted(`${failure}.`).obstacle;
    else this.#leftOut.set(id, `Left out, "${title}": ${failure}.`);
  }

  /** A step that fails must not take the others with it. */
  #guarded(make: StepMaker): Proposal | Declined | undefined {
    try {
      return make(this.work);
    } catch (error) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.options.logger?.error(`a step of Optimize failed: ${text}`);
      return undefined;
    }
  }
}
