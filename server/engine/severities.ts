import type { SeverityName } from '../../shared/settings.ts';
import type { Rule, Severity } from '../rules/rule.ts';
import { allRules } from '../rules/registry.ts';
import { PairMemo } from '../pair-memo.ts';
import { everyCode, shellcheckName } from '../shellcheck/code.ts';
import { namesRule, rulesNamed } from './rule-names.ts';

export type SeveritySettings = Readonly<Record<string, SeverityName>>;

/**
 * The severity in force for a rule, from the most to the least specific setting: its id, another tool's name,
 * its group, then the rule's default. `undefined`: nothing was set.
 */
export function configuredSeverity(
  rule: Pick<Rule, 'id' | 'group'>,
  settings: SeveritySettings,
): SeverityName | undefined {
  return known.get(settings, rule, () => severityIn(settings, rule));
}

const known = new PairMemo<SeveritySettings, Pick<Rule, 'id' | 'group'>, SeverityName | undefined>();

function severityIn(settings: SeveritySettings, rule: Pick<Rule, 'id' | 'group'>): SeverityName | undefined {
  const own = settings[rule.id];
  if (own) return own;
  let foreign: SeverityName | undefined;
  let group: SeverityName | undefined;
  for (const [name, severity] of Object.entries(settings)) {
    if (!namesRule(rulesNamed(name), rule)) continue;
    if (name === rule.group || name === `${rule.group}/*`) group = severity;
    else foreign = severity;
  }
  return foreign ?? group;
}

export const severityOrder: readonly Severity[] = ['error', 'warning', 'info', 'hint'];

/** True when `severity` is at least as grave as `threshold`. */
export function atLeast(severity: Severity, threshold: Severity): boolean {
  return severityOrder.indexOf(severity) <= severityOrder.indexOf(threshold);
}

/**
 * One set of settings out of several, the strongest last. The strongest one that says something about a rule, by
 * whichever name, decides.
 */
export function layeredSeverities(layers: readonly SeveritySettings[]): SeveritySettings {
  const filled = layers.filter((layer) => Object.keys(layer).length > 0);
  if (filled.length <= 1) return filled[0] ?? {};
  const result: Record<string, SeverityName> = {};
  const strongestFirst = filled.reverse();
  for (const rule of allRules) {
    for (const layer of strongestFirst) {
      const severity = configuredSeverity(rule, layer);
      if (severity === undefined) continue;
      result[rule.id] = severity;
      break;
    }
  }
  for (const layer of strongestFirst) {
    // A weaker layer says nothing about single codes when a stronger one spoke of all.
    if (result[everyCode] !== undefined) break;
    for (const [name, severity] of Object.entries(layer)) {
      const id = shellcheckName(name);
      if (id !== undefined) result[id] ??= severity;
    }
  }
  return result;
}

/** True when settings leave nothing of ShellCheck's to show, so that it need not run. */
export function isShellCheckOff(settings: SeveritySettings): boolean {
  let off = false;
  for (const [name, severity] of Object.entries(settings)) {
    const id = shellcheckName(name);
    if (id === everyCode) off = severity === 'off';
    else if (id !== undefined && severity !== 'off') return false;
  }
  return off;
}
