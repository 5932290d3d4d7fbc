/** Runs the rules over a model and its facts. */
import type { DockerfileModel } from '../dockerfile/model.ts';
import { neverCancelled, throwIfCancelled, type CancellationToken, type Logger } from '../ports.ts';
import { allRules } from '../rules/registry.ts';
import type { Facts, FactsVariant, Report, Rule, Severity } from '../rules/rule.ts';
import { describeUse } from '../uses/facts.ts';
import { keepsComments } from './comments.ts';
import type { Finding } from './finding.ts';
import { writesIntoOpenEnd } from './open-end.ts';
import type { Pragmas } from './pragmas.ts';
import { readingOf, type Reading } from './reading.ts';
import { configuredSeverity, severityOrder, type SeveritySettings } from './severities.ts';

export interface AnalyzeOptions {
  readonly rules?: SeveritySettings;
  readonly logger?: Logger;
  readonly token?: CancellationToken;
  /** The rules to run; default: all. For the rule tester. */
  readonly only?: readonly Rule[];
  /** Rules that are not part of this program: ShellCheck's findings (shellcheck/rules.ts). */
  readonly guests?: readonly Rule[];
}

const noSettings: SeveritySettings = {};

export interface Analysis {
  /** In the order of the text; at one place the graver first. */
  readonly findings: readonly Finding[];
}

/** @throws CancelledError between rules, when the token was cancelled. */
export function analyze(given: DockerfileModel, facts: Facts, options: AnalyzeOptions = {}): Analysis {
  const whole = readingOf(given, facts);
  const findings = [...runRules(whole, options)];
  for (const { variant, reading } of whole.variants) {
    const others = [...runRules(reading, { ...options, guests: [] })];
    softenWhere(findings, others, facts, variant);
    addVariant(findings, others, variant);
  }
  findings.sort(
    (a, b) =>
      a.span.start - b.span.start ||
      severityOrder.indexOf(a.effectiveSeverity) - severityOrder.indexOf(b.effectiveSeverity) ||
      a.rule.id.localeCompare(b.rule.id, 'en'),
  );
  return { findings };
}

/**
 * What is wrong only when the file is built otherwise is said with the name of who builds it so, and without fixes:
 * they would be made for one of the builds and change them all.
 */
function addVariant(findings: Finding[], others: readonly Finding[], { use }: FactsVariant): void {
  const known = new Set(findings.map(keyOf));
  for (const finding of others)
    if (!known.has(keyOf(finding)))
      findings.push({
        ...finding,
        message: `As ${describeUse(use)} builds it: ${finding.message}`,
        fixes: () => [],
      });
}

/** What one context shows and another one does not is nothing to change unasked for both. */
function softenWhere(
  findings: Finding[],
  others: readonly Finding[],
  facts: Facts,
  variant: FactsVariant,
): void {
  if (variant.facts.context.location === facts.context.location) return;
  const shared = new Set(others.map(keyOf));
  for (const [i, finding] of findings.entries())
    if (!shared.has(keyOf(finding)))
      findings[i] = {
        ...finding,
        fixes: () => finding.fixes().map((fix) => ({ ...fix, applicability: 'suggested', preferred: false })),
      };
}

function keyOf({ rule, span }: Finding): string {
  return `${rule.id} ${span.start} ${span.end}`;
}

function* runRules(reading: Reading, options: AnalyzeOptions): Iterable<Finding> {
  const { logger, token = neverCancelled, rules = noSettings } = options;
  const own = options.only ? enabled(options.only, rules) : everyEnabled(rules);
  const guests = options.guests ? enabled(options.guests, rules) : [];
  for (const { rule, configured, base } of [...own, ...guests]) {
    throwIfCancelled(token);
    for (const report of reportsOf(rule, reading, logger)) {
      const severity = configured ? base : promoted(report.severity ?? base, rule, reading.pragmas);
      yield makeFinding(rule, report, severity, reading, logger);
    }
  }
}

interface EnabledRule {
  readonly rule: Rule;
  readonly configured: Severity | undefined;
  readonly base: Severity;
}

const enabledBySettings = new WeakMap<SeveritySettings, readonly EnabledRule[]>();

function everyEnabled(settings: SeveritySettings): readonly EnabledRule[] {
  let rules = enabledBySettings.get(settings);
  if (!rules) enabledBySettings.set(settings, (rules = enabled(allRules, settings)));
  return rules;
}

function enabled(rules: readonly Rule[], settings: SeveritySettings): readonly EnabledRule[] {
  return rules.flatMap((rule) => {
    const configured = configuredSeverity(rule, settings);
    const base = configured ?? rule.severity;
    return base === 'off' || configured === 'off' ? [] : [{ rule, configured, base }];
  });
}

/** BuildKit's `# check=error=true` makes its own checks errors. */
function promoted(severity: Severity, rule: Rule, pragmas: Pragmas): Severity {
  return pragmas.checkErrors && rule.equivalents.some(({ tool }) => tool === 'buildkit') ? 'error' : severity;
}

/** More of one rule in one file helps nobody, and a rule that looks around at every report would take minutes. */
const maximumReports = 1000;

/**
 * The reports that no comment silences. A rule that throws is reported to the log every time, and the other rules'
 * findings still arrive, and what it had found so far.
 */
function reportsOf(
  rule: Rule,
  { context, pragmas, reports: known }: Reading,
  logger: Logger | undefined,
): readonly Report[] {
  const before = known.get(rule);
  if (before) return before;
  const reports: Report[] = [];
  try {
    for (const report of rule.check(context)) {
      if (pragmas.silences(rule.id, report.span)) continue;
      if (reports.length === maximumReports) {
        logger?.warn(`rule ${rule.id} has more than ${maximumReports} findings: the rest is left out`);
        return reports;
      }
      reports.push(report);
    }
    known.set(rule, reports);
  } catch (error) {
    logger?.error(`rule ${rule.id} failed: ${describe(error)}`);
  }
  return reports;
}

function makeFinding(
  rule: Rule,
  report: Report,
  severity: Severity,
  { context, fixes: known }: Reading,
  logger: Logger | undefined,
): Finding {
  let failed = false;
  return {
    ...report,
    rule,
    effectiveSeverity: severity,
    fixes: () => {
      const before = known.get(report);
      if (before || failed) return before ?? [];
      try {
        const { model } = context;
        const fixes = (rule.fixes?.(report, context) ?? []).filter(
          ({ edits }) => keepsComments(edits, model) && !writesIntoOpenEnd(edits, model),
        );
        known.set(report, fixes);
        return fixes;
      } catch (error) {
        failed = true;
        logger?.error(`fixes of rule ${rule.id} failed: ${describe(error)}`);
        return [];
      }
    },
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
