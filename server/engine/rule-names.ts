/** From any name a user may use for a rule to our ids: `size/heavy-base`, `size/*`, `DL3007`, `JSONArgsRecommended`. */
import { allRules } from '../rules/registry.ts';

let byName: ReadonlyMap<string, readonly string[]> | undefined;

function index(): ReadonlyMap<string, readonly string[]> {
  if (byName) return byName;
  const names = new Map<string, string[]>();
  const add = (name: string, id: string): void => {
    const key = name.toLowerCase();
    const ids = names.get(key) ?? [];
    if (!ids.includes(id)) names.set(key, [...ids, id]);
  };
  for (const rule of allRules) {
    add(rule.id, rule.id);
    add(`${rule.group}/*`, rule.id);
    add(rule.group, rule.id);
    for (const { id } of rule.equivalents) for (const name of [id, ...olderNames(id)]) add(name, rule.id);
  }
  byName = names;
  return names;
}

/** Trivy's DS-0017 was AVD-DS-0017 and DS017 before; its own ignore comments still take all three. */
function olderNames(id: string): string[] {
  const digits = /^DS-0(\d{3})$/.exec(id)?.[1];
  return digits === undefined ? [] : [`AVD-${id}`, `DS${digits}`];
}

/** Ids of the rules that cover a check of BuildKit: what its `skip=all` silences. */
export function buildkitRules(): readonly string[] {
  return allRules
    .filter(({ equivalents }) => equivalents.some(({ tool }) => tool === 'buildkit'))
    .map(({ id }) => id);
}

/** Ids of the rules that `name` stands for; empty when it is unknown. */
export function rulesNamed(name: string): readonly string[] {
  return index().get(name.toLowerCase()) ?? [];
}

/** Every name that `rulesNamed` knows, for suggestions. */
export function ruleNames(): Iterable<string> {
  return index().keys();
}
