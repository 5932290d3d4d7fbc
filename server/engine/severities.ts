import type { SeverityName } from '../../shared/settings.ts';
import type { Rule, Severity } from '../rules/rule.ts';
import { rulesNamed } from './rule-names.ts';

export type SeveritySettings = Readonly<Record<string, SeverityName>>;

/**
 * The severity in force for a rule, from the most to the least specific setting: its id, another tool's name,
 * its group, then the rule's default. `undefined`: nothing was set.
 */
export function configuredSeverity(rule: Rule, settings: SeveritySettings): SeverityName | undefined {
  const own = settings[rule.id];
  if (own) return own;
  let foreign: SeverityName | undefined;
  let group: SeverityName | undefined;
  for (const [name, severity] of Object.entries(settings)) {
    if (!rulesNamed(name).includes(rule.id)) continue;
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
