/** `check` as JSON. The shape is a promise to other programs; add to it, never change it. */
import { placesOf, summarize } from './check-report.ts';
import type { CheckReport } from './check-report.ts';

export function checkAsJson(report: CheckReport): string {
  const files = report.files.map((file) => {
    const placeOf = placesOf(file.text);
    return {
      path: file.path,
      context: file.context,
      findings: file.findings.map((finding) => ({
        rule: finding.rule.id,
        severity: finding.effectiveSeverity,
        message: finding.message,
        ...placeOf(finding),
        fixes: finding.fixes().map(({ title, applicability }) => ({ title, applicability })),
      })),
    };
  });
  return `${JSON.stringify({ files, summary: summarize(report) }, undefined, 2)}\n`;
}
