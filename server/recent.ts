/**
 * What was worked out last, for a limited number of keys: the last one asked for is the last to go. For answers that
 * follow from the key alone, so that nobody can tell whether one was remembered.
 */
export class Recent<Key, Value> {
  readonly #known = new Map<Key, Value>();
  #weight = 0;

  /**
   * @param kept how many answers are kept at most
   * @param maximumWeight how much all that is kept may weigh together
   * @param weigh what an answer weighs, always the same for one key
   */
  constructor(
    private readonly kept: number,
    private readonly maximumWeight = Infinity,
    private readonly weigh: (key: Key) => number = () => 0,
  ) {}

  /** The answer for the key; `make` works it out where it is not known. */
  get(key: Key, make: () => Value): Value {
    if (!this.#known.has(key)) {
      const made = make();
      this.#add(key, made);
      return made;
    }
    const known = this.#known.get(key) as Value;
    this.#known.delete(key);
    this.#known.set(key, known);
    return known;
  }

  #add(key: Key, value: Value): void {
    const weight = this.weigh(key);
    if (weight > this.maximumWeight) return;
    this.#known.set(key, value);
    this.#weight += weight;
    for (const [oldest] of this.#known) {
      if (this.#known.size <= this.kept && this.#weight <= this.maximumWeight) return;
      this.#known.delete(oldest);
      this.#weight -= this.weigh(oldest);
    }
  }
}
