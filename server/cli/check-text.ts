/** `check` as text: `path:line:column severity rule message`, with the line it is about. */
import type { Finding } from '../engine/finding.ts';
import { countsInWords, placesOf, plural, summarize } from './check-report.ts';
import type { CheckReport, FileReport, Place } from './check-report.ts';
import { printable } from './style.ts';
import type { Style } from './style.ts';

/** Characters of a source line that are shown; minified and generated files have endless ones. */
const maxLine = 160;

export function checkAsText(report: CheckReport, style: Style): string {
  const blocks = report.files
    .filter((file) => file.findings.length > 0)
    .map((file) => fileBlock(file, style))
    .concat(summaryLine(report, style));
  return `${blocks.join('\n\n')}\n`;
}

function fileBlock(file: FileReport, style: Style): string {
  const placeOf = placesOf(file.text);
  const lines = withoutSecrets(file).split(/\r\n|\n|\r/);
  return file.findings
    .map((finding) => findingBlock(file.path, finding, placeOf(finding), lines, style))
    .join('\n');
}

/** The text with a credential's characters hidden: reports end in the logs of builds. */
function withoutSecrets({ text, findings }: FileReport): string {
  const secrets = findings.flatMap(({ secret }) => secret ?? []).sort((a, b) => a.start - b.start);
  let shown = '';
  let at = 0;
  for (const { start, end } of secrets) {
    if (end <= at) continue;
    const from = Math.max(start, at);
    shown += text.slice(at, from) + text.slice(from, end).replace(/[^\s]/g, '*');
    at = end;
  }
  return shown + text.slice(at);
}

function findingBlock(
  path: string,
  finding: Finding,
  place: Place,
  lines: readonly string[],
  style: Style,
): string {
  const { effectiveSeverity, rule, message } = finding;
  const head = [
    style.bold(`${printable(path)}:${place.line}:${place.column}`),
    style.severity(effectiveSeverity, effectiveSeverity),
    style.dim(rule.id),
    printable(message),
  ].join(' ');
  const fix = finding.fixes()[0];
  return [
    head,
    ...excerpt(lines[place.line - 1] ?? '', place, style),
    ...(fix ? [style.dim(`      = fix (${fix.applicability}): ${printable(fix.title)}`)] : []),
  ].join('\n');
}

/** The line where the finding begins, with the part it is about underlined. */
function excerpt(line: string, place: Place, style: Style): string[] {
  const column = place.column - 1;
  const end = place.endLine === place.line ? place.endColumn - 1 : line.length;
  const from = column > maxLine / 2 && line.length > maxLine ? column - maxLine / 4 : 0;
  const shown = line.slice(from, from + maxLine);
  const prefix = from > 0 ? '…' : '';
  const suffix = from + maxLine < line.length ? '…' : '';
  // Tabs stay tabs, so that the marks stand below what they mark.
  const indent = prefix.replace(/./g, ' ') + shown.slice(0, column - from).replace(/[^\t]/g, ' ');
  const width = Math.max(1, Math.min(end, from + shown.length) - column);
  const number = String(place.line).padStart(5);
  return [
    `${style.dim(`${number} |`)} ${prefix}${printable(shown)}${suffix}`,
    `${style.dim('      |')} ${indent}${style.severity('error', '^'.repeat(width))}`,
  ];
}

function summaryLine(report: CheckReport, style: Style): string {
  const summary = summarize(report);
  const parts = [
    `${plural(summary.files, 'file')}, ${summary.findings === 0 ? 'no findings' : plural(summary.findings, 'finding')}`,
  ];
  const counts = countsInWords(summary);
  if (counts !== undefined) parts[0] += `: ${counts}`;
  if (summary.fixed > 0) parts.push(`${plural(summary.fixed, 'fix')} applied`.replace('fixs', 'fixes'));
  if (summary.fixable > 0) parts.push(`--fix can fix ${summary.fixable} of them`);
  return style.bold(`${parts.join('; ')}.`);
}
