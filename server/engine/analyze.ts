/** Runs the rules over a model and its facts. */
import type { DockerfileModel } from '../dockerfile/model.ts';
import { neverCancelled, throwIfCancelled, type CancellationToken, type Logger } from '../ports.ts';
import { allRules } from '../rules/registry.ts';
import type {
  CheckContext,
  Facts,
  FactsVariant,
  Fix,
  Report,
  Rule,
  RuleContext,
  Severity,
} from '../rules/rule.ts';
import { describeUse } from '../uses/facts.ts';
import { keepsComments } from './comments.ts';
import type { Finding } from './finding.ts';
import { judgedModel, variantModel } from './judged.ts';
import { writesIntoOpenEnd } from './open-end.ts';
import { readPragmas, type Pragmas } from './pragmas.ts';
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

export interface Analysis {
  /** In the order of the text; at one place the graver first. */
  readonly findings: readonly Finding[];
}

/** @throws CancelledError between rules, when the token was cancelled. */
export function analyze(given: DockerfileModel, facts: Facts, options: AnalyzeOptions = {}): Analysis {
  const model = judgedModel(given, facts);
  const pragmas = readPragmas(model);
  const findings = [...runRules({ model, facts, unknownPragmas: pragmas.unknown }, pragmas, options)];
  for (const variant of facts.variants) {
    const context = { model: variantModel(given, variant), facts: variant.facts, unknownPragmas: [] };
    const others = [...runRules(context, pragmas, { ...options, guests: [] })];
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

function* runRules(context: CheckContext, pragmas: Pragmas, options: AnalyzeOptions): Iterable<Finding> {
  const { logger, token = neverCancelled, rules = {} } = options;
  for (const rule of [...(options.only ?? allRules), ...(options.guests ?? [])]) {
    throwIfCancelled(token);
    const configured = configuredSeverity(rule, rules);
    const base = configured ?? rule.severity;
    if (base === 'off') continue;
    for (const report of runRule(rule, context, pragmas, logger)) {
      const severity = configured ? base : promoted(report.severity ?? base, rule, pragmas);
      yield makeFinding(rule, report, severity, context, logger);
    }
  }
}

/** BuildKit's `# check=error=true` makes its own checks errors. */
function promoted(severity: Severity, rule: Rule, pragmas: Pragmas): Severity {
  return pragmas.checkErrors && rule.equivalents.some(({ tool }) => tool === 'buildkit') ? 'error' : severity;
}

/** More of one rule in one file helps nobody, and a rule that looks around at every report would take minutes. */
const maximumReports = 1000;

/**
 * The reports that no comment silences. A rule that throws is reported to the log and the other rules' findings
 * still arrive, and what it had found so far.
 */
function runRule(rule: Rule, context: CheckContext, pragmas: Pragmas, logger: Logger | undefined): Report[] {
  const reports: Report[] = [];
  try {
    for (const report of rule.check(context)) {
      if (pragmas.silences(rule.id, report.span)) continue;
      if (reports.length === maximumReports) {
        logger?.warn(`rule ${rule.id} has more than ${maximumReports} findings: the rest is left out`);
        break;
      }
      reports.push(report);
    }
  } catch (error) {
    logger?.error(`rule ${rule.id} failed: ${describe(error)}`);
  }
  return reports;
}

function makeFinding(
  rule: Rule,
  report: Report,
  severity: Severity,
  context: RuleContext,
  logger: Logger | undefined,
): Finding {
  let fixes: readonly Fix[] | undefined;
  return {
    ...report,
    rule,
    effectiveSeverity: severity,
    fixes: () => {
      if (fixes) return fixes;
      try {
        const { model } = context;
        fixes = (rule.fixes?.(report, context) ?? []).filter(
          ({ edits }) => keepsComments(edits, model) && !writesIntoOpenEnd(edits, model),
        );
      } catch (error) {
        logger?.error(`fixes of rule ${rule.id} failed: ${describe(error)}`);
        fixes = [];
      }
      return fixes;
    },
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
