import type { Stage } from './model.ts';

/**
 * What holds at the end of a stage, computed from what holds at the end of the one it builds on, and remembered for each
 * stage and key. Without recursion: a file may have thousands of stages that build on one another.
 */
export class AlongLineage<Value extends object> {
  readonly #known = new WeakMap<Stage, Map<string, Value>>();

  /** `first` holds before the lineage's first stage; `step` adds what a stage does. */
  get(stage: Stage, key: string, first: Value, step: (stage: Stage, before: Value) => Value): Value {
    const way: Stage[] = [];
    let value: Value | undefined;
    for (
      let each: Stage | undefined = stage;
      each;
      each = each.base.kind === 'stage' ? each.base.stage : undefined
    ) {
      value = this.#known.get(each)?.get(key);
      if (value) break;
      way.push(each);
    }
    value ??= first;
    for (const each of way.reverse()) {
      value = step(each, value);
      let byKey = this.#known.get(each);
      if (!byKey) this.#known.set(each, (byKey = new Map<string, Value>()));
      byKey.set(key, value);
    }
    return value;
  }
}
