/** Finds out whether there is a network, within a time that nobody minds. */

/**
 * Requests wait at it until the first connection stands. When they have waited for `budgetMs` in all (not each) and none
 * does, there is no network: those that wait and all that come later are turned away. Once open it stays open.
 */
export class ConnectGate {
  #state: 'waiting' | 'open' | 'closed' = 'waiting';
  #left: number;
  readonly #now: () => number;
  readonly #waiting = new Set<() => void>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #since = 0;

  constructor(budgetMs: number, now: () => number = () => performance.now()) {
    this.#left = budgetMs;
    this.#now = now;
  }

  get isWaiting(): boolean {
    return this.#state === 'waiting';
  }

  /** Waits; `turnedAway` is called when the time is over. Returns what ends the waiting, to be called once. */
  enter(turnedAway: () => void): () => void {
    if (this.#state === 'closed') turnedAway();
    if (this.#state !== 'waiting') return () => undefined;
    // A function of its own, since the same one may wait several times.
    const entry = (): void => turnedAway();
    if (this.#waiting.size === 0) this.#start();
    this.#waiting.add(entry);
    return () => {
      if (this.#waiting.delete(entry) && this.#waiting.size === 0) this.#pause();
    };
  }

  /** A connection stands. */
  open(): void {
    if (this.#state !== 'waiting') return;
    this.#state = 'open';
    this.#waiting.clear();
    clearTimeout(this.#timer);
  }

  #start(): void {
    this.#since = this.#now();
    this.#timer = setTimeout(() => {
      this.#state = 'closed';
      for (const turnedAway of [...this.#waiting]) turnedAway();
      this.#waiting.clear();
    }, this.#left);
  }

  /** Nobody waits: what a run does in between costs nothing. */
  #pause(): void {
    clearTimeout(this.#timer);
    this.#left = Math.max(0, this.#left - (this.#now() - this.#since));
  }
}
