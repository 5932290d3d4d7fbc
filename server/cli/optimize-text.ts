/** A plan as text, and its diff. */
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import type { Finding } from '../engine/finding.ts';
import { formatBytes, formatSaving } from '../images/format.ts';
import type { Plan, Step } from '../rewrite/plan.ts';
import { countsInWords, plural } from './check-report.ts';
import { printable } from './style.ts';
import type { Style } from './style.ts';

export function planReport(
  path: string,
  context: string | undefined,
  findings: readonly Finding[],
  plan: Plan,
  style: Style,
): string {
  const sections = [
    heading(path, context, findings, style),
    plan.steps.length > 0
      ? `${style.bold('Plan')}\n${plan.steps.map((step, i) => stepText(step, i + 1, style)).join('\n')}`
      : 'Nothing to change.',
    ...(plan.obstacles.length > 0
      ? [`${style.bold('Not offered')}\n${plan.obstacles.map((text) => `  - ${printable(text)}`).join('\n')}`]
      : []),
    ...sizes(plan, style),
  ];
  return `${sections.join('\n\n')}\n`;
}

function heading(
  path: string,
  context: string | undefined,
  findings: readonly Finding[],
  style: Style,
): string {
  const counts = { error: 0, warning: 0, info: 0, hint: 0 };
  for (const finding of findings) counts[finding.effectiveSeverity] += 1;
  const words = countsInWords(counts);
  const found = words === undefined ? 'no findings' : `${plural(findings.length, 'finding')}: ${words}`;
  const lines = [`${style.bold(printable(path))}: ${found}`];
  if (context !== undefined) lines.push(style.dim(`context: ${printable(context)}`));
  return lines.join('\n');
}

function stepText(step: Step, number: number, style: Style): string {
  const saves = step.savesBytes;
  const notes = [
    step.applicability,
    // Some titles name the saving themselves.
    ...(saves === undefined || saves <= 0 || step.title.includes('(−')
      ? []
      : [`saves ${formatBytes(saves, 'derived')}`]),
  ];
  const indent = ' '.repeat(String(number).length + 4);
  return `  ${number}. ${printable(step.title)} ${style.dim(`(${notes.join(', ')})`)}\n${indent}${printable(step.reason)}`;
}

/** `Image: ≈ 1.12 GB → ≈ 136 MB (−88 %)`; a size nobody knows is not shown. */
function sizes({ before, after }: Plan, style: Style): string[] {
  if (before.sizeBytes === undefined && after.sizeBytes === undefined) return [];
  const from = before.sizeBytes === undefined ? 'unknown' : formatBytes(before.sizeBytes, 'derived');
  const to = after.sizeBytes === undefined ? 'unknown' : formatBytes(after.sizeBytes, 'derived');
  const saving =
    before.sizeBytes !== undefined && after.sizeBytes !== undefined
      ? formatSaving(before.sizeBytes, after.sizeBytes)
      : undefined;
  return [`${style.bold('Image')} ${from} → ${to}${saving === undefined ? '' : ` (${saving})`}`];
}

/** A unified diff that `patch -p1` and `git apply` take; empty when nothing changes. */
export function planDiff(path: string, plan: Plan, ignorePath: string): string {
  const { dockerignore } = plan.after;
  return [
    fileDiff(path, plan.before.text, plan.after.text),
    dockerignore ? fileDiff(ignorePath, dockerignore.before, dockerignore.after) : '',
  ].join('');
}

function fileDiff(path: string, before: string | undefined, after: string): string {
  if (before === after) return '';
  const below = path.replace(/^\/+/, '');
  const from = before === undefined ? '/dev/null' : `a/${below}`;
  return createTwoFilesPatch(from, `b/${below}`, before ?? '', after, undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  });
}

/** For people: safe to print, with colours where they are wanted. */
export function colouredDiff(diff: string, style: Style): string {
  return diff
    .split('\n')
    .map((line) => {
      const text = printable(line.replace(/\r$/, ''));
      if (/^(?:---|\+\+\+) /.test(line)) return style.bold(text);
      if (line.startsWith('+')) return style.added(text);
      if (line.startsWith('-')) return style.removed(text);
      return line.startsWith('@@') ? style.dim(text) : text;
    })
    .join('\n');
}
