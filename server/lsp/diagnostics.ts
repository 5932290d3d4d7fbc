/** Findings become diagnostics. */
import { DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver';
import type { Diagnostic } from 'vscode-languageserver';
import { ruleDocumentation } from '../docs.ts';
import type { Finding } from '../engine/finding.ts';
import type { Severity } from '../rules/rule.ts';
import type { Analysis } from './analyzer.ts';
import type { ClientFeatures } from './client-features.ts';
import { toRange } from './mapping.ts';

export const diagnosticSource = 'dockerfile-optimizer';

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

export function toDiagnostics(analysis: Analysis, features: ClientFeatures): Diagnostic[] {
  return analysis.findings.map((finding) => toDiagnostic(analysis, finding, features));
}

export function toDiagnostic(analysis: Analysis, finding: Finding, features: ClientFeatures): Diagnostic {
  const { document } = analysis;
  const diagnostic: Diagnostic = {
    range: toRange(document, finding.span),
    severity: severities[finding.effectiveSeverity],
    code: finding.rule.id,
    codeDescription: { href: ruleDocumentation(finding.rule.id) },
    source: diagnosticSource,
    message: finding.message,
  };
  if (features.diagnosticTags && finding.tags)
    diagnostic.tags = finding.tags.map((tag) =>
      tag === 'unnecessary' ? DiagnosticTag.Unnecessary : DiagnosticTag.Deprecated,
    );
  if (features.relatedInformation && finding.related)
    diagnostic.relatedInformation = finding.related.map(({ span, message }) => ({
      location: { uri: document.uri, range: toRange(document, span) },
      message,
    }));
  return diagnostic;
}
