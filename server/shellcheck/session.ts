/** Runs ShellCheck over scripts, each once however often its file is looked at. */
import type { CancellationSignal, Logger, ShellCheckAnswer, ShellChecker } from '../ports.ts';
import { supportedShell } from './dialect.ts';
import type { ShellCheckJob } from './job.ts';
import { readOutput } from './output.ts';
import type { ShellCheckComment } from './output.ts';
import type { CheckedScript } from './rules.ts';

/** Scripts whose findings are remembered: what a day's work touches. */
const remembered = 500;

export interface PreparedJob {
  readonly job: ShellCheckJob;
  /** The same for the same script in the same shell. */
  readonly key: string;
}

interface Entry {
  /** Undefined while ShellCheck is at work. An empty list also stands for a script that it gave up on. */
  comments: readonly ShellCheckComment[] | undefined;
  readonly done: Promise<void>;
  readonly canceller: Canceller;
  /** How many wait for it; at none the run is ended. */
  waiting: number;
}

/** A signal that is given by calling `cancel`. */
class Canceller implements CancellationSignal {
  isCancellationRequested = false;
  readonly #listeners = new Set<() => void>();

  onCancellationRequested(listener: () => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  cancel(): void {
    if (this.isCancellationRequested) return;
    this.isCancellationRequested = true;
    for (const listener of [...this.#listeners]) listener();
  }
}

export class ShellCheckSession {
  readonly #entries = new Map<string, Entry>();
  readonly #warned = new Set<string>();
  #version: Promise<string | undefined> | undefined;

  constructor(
    private readonly checker: ShellChecker,
    private readonly logger: Logger,
  ) {}

  /** Asked once: who installs ShellCheck restarts the server. Undefined when there is none. */
  version(): Promise<string | undefined> {
    return (this.#version ??= this.checker.version());
  }

  /** The jobs as this ShellCheck takes them; none when there is no ShellCheck. */
  async prepare(jobs: readonly ShellCheckJob[]): Promise<readonly PreparedJob[]> {
    const version = jobs.length === 0 ? undefined : await this.version();
    if (version === undefined) return [];
    return jobs.map((job) => {
      const shell = supportedShell(job.shell, version);
      return { job: { ...job, shell }, key: `${shell.dialect} ${job.stdin}` };
    });
  }

  /** What is known already; `complete` when that is all. Starts nothing. */
  known(jobs: readonly PreparedJob[]): { checked: CheckedScript[]; complete: boolean } {
    const checked = jobs.flatMap(({ job, key }) => {
      const comments = this.#entries.get(key)?.comments;
      return comments ? [{ job, comments }] : [];
    });
    return { checked, complete: checked.length === jobs.length };
  }

  /**
   * Runs what is not known yet (it has begun when this returns), and waits. When the signal comes, runs that nobody else
   * waits for are ended.
   */
  async check(jobs: readonly PreparedJob[], signal?: CancellationSignal): Promise<CheckedScript[]> {
    if (signal?.isCancellationRequested) return [];
    const entries = jobs.map(({ job, key }) => ({ job, entry: this.#entry(key, job) }));
    for (const { entry } of entries) entry.waiting++;
    let left = false;
    const leave = (): void => {
      if (left) return;
      left = true;
      for (const { entry } of entries) if (--entry.waiting === 0) entry.canceller.cancel();
    };
    const subscription = signal?.onCancellationRequested(leave);
    await Promise.all(entries.map(({ entry }) => entry.done));
    subscription?.dispose();
    leave();
    return entries.flatMap(({ job, entry: { comments } }) => (comments ? [{ job, comments }] : []));
  }

  #entry(key: string, job: ShellCheckJob): Entry {
    const known = this.#entries.get(key);
    if (known) {
      // Behind the others: what was not asked for longest is forgotten first.
      this.#entries.delete(key);
      this.#entries.set(key, known);
      return known;
    }
    const canceller = new Canceller();
    const entry: Entry = {
      comments: undefined,
      canceller,
      waiting: 0,
      done: this.checker.check(job.stdin, job.shell.dialect, canceller).then((answer) => {
        entry.comments = this.#read(answer, job);
        // Ended early: whoever asks next starts over.
        if (!entry.comments && this.#entries.get(key) === entry) this.#entries.delete(key);
      }),
    };
    this.#entries.set(key, entry);
    for (const [oldest, { comments }] of this.#entries) {
      if (this.#entries.size <= remembered) break;
      if (comments) this.#entries.delete(oldest);
    }
    return entry;
  }

  #read(answer: ShellCheckAnswer, job: ShellCheckJob): readonly ShellCheckComment[] | undefined {
    if (answer.ok) {
      const comments = readOutput(answer.output);
      if (!comments)
        this.#warn('ShellCheck printed what is not its format json1; its findings are left out.');
      return comments ?? [];
    }
    if (answer.reason === 'cancelled') return undefined;
    const detail = answer.detail === undefined ? '' : `: ${answer.detail}`;
    if (answer.reason === 'timeout' || answer.reason === 'too-large')
      this.logger.warn(
        `ShellCheck gave up on the RUN at offset ${job.instruction.span.start} (${answer.reason})${detail}`,
      );
    else this.#warn(`ShellCheck does not work (${answer.reason})${detail}`);
    return [];
  }

  /** What is wrong with the executable is said once, not for every script. */
  #warn(message: string): void {
    if (this.#warned.has(message)) return;
    this.#warned.add(message);
    this.logger.warn(message);
  }
}
