/** Answers that follow from two objects which never change; each goes with the first of the two that goes. */
export class PairMemo<First extends object, Second extends object, Value> {
  readonly #known = new WeakMap<First, WeakMap<Second, { readonly value: Value }>>();

  /** The answer for the two; `make` works it out where it is not known. What throws is not kept. */
  get(first: First, second: Second, make: () => Value): Value {
    let bySecond = this.#known.get(first);
    if (!bySecond) this.#known.set(first, (bySecond = new WeakMap<Second, { readonly value: Value }>()));
    let entry = bySecond.get(second);
    if (!entry) bySecond.set(second, (entry = { value: make() }));
    return entry.value;
  }
}
