/** From any name a user may use for a rule to our ids: `size/heavy-base`, `size/*`, `DL3007`, `JSONArgsRecommended`. */
import type { Rule } from '../rules/rule.ts';
import { allRules } from '../rules/registry.ts';
import { everyCode, shellcheckName } from '../shellcheck/code.ts';

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
  add(everyCode, everyCode);
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

/**
 * Ids of the rules that `name` stands for; empty when it is unknown. ShellCheck's findings are as many as it has: any
 * code of it is an id, and `shellcheck/*` stands for all.
 */
export function rulesNamed(name: string): readonly string[] {
  const known = index().get(name.toLowerCase());
  if (known) return known;
  const shellcheck = shellcheckName(name);
  return shellcheck === undefined ? [] : [shellcheck];
}

/** Does this list of `rulesNamed` hold the rule? */
export function namesRule(named: readonly string[], { id, group }: Pick<Rule, 'id' | 'group'>): boolean {
  return named.includes(id) || named.includes(`${group}/*`);
}

/**
 * True for another tool's name that nothing here covers: it may stand in a comment, a setting or an argument, because
 * it has a meaning for that tool, but changes nothing.
 */
export function isForeignName(name: string): boolean {
  return rulesNamed(name).length === 0 && (foreignForm.test(name) || uncovered.has(name.toLowerCase()));
}

/** hadolint's, Trivy's and Checkov's ids. */
const foreignForm = /^(?:DL\d{4}|(?:AVD-)?DS-\d{4}|DS\d{3}|CKV\d?_[A-Z]+_\d+)$/i;

/** BuildKit's names have no common form: these are the ones without a rule (scripts/coverage/buildkit.ts). */
const uncovered: ReadonlySet<string> = new Set(['invalidbaseimageplatform']);

/** Every name that `rulesNamed` knows, for suggestions. */
export function ruleNames(): Iterable<string> {
  return index().keys();
}
