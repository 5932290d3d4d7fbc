import type { Fix, Report, Rule, Severity } from '../rules/rule.ts';

/** A report with its rule and the severity in force. */
export interface Finding extends Report {
  readonly rule: Rule;
  readonly effectiveSeverity: Severity;
  /** Lazy, cached, total: a rule whose `fixes` throws yields none and is logged. */
  fixes(): readonly Fix[];
}
