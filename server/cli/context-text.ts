/** The report of `context` for people. */
import { formatBytes } from '../images/format.ts';
import type { ContextReport } from './context.ts';
import { printable } from './style.ts';
import type { Style } from './style.ts';

const shownPatterns = 12;
const shownEntries = 8;
const shownFolders = 5;

export function contextAsText(report: ContextReport, style: Style): string {
  const { context, summary, dockerfile, others } = report;
  const { dockerignore } = context;
  const { sent, held } = summary;
  const ignoring = dockerignore.problem
    ? `${dockerignore.path} (can't be read)`
    : dockerignore.exists
      ? dockerignore.path
      : 'none';
  const head = [
    ['Context', `${report.path} · ${context.reason}`],
    ...others.map(({ path, use }) => ['also', `${path} (${use})`] as const),
    ['Dockerfile', dockerfile ?? 'none'],
    ['Ignoring by', ignoring],
    ['Sent', `${atLeast(summary.sentComplete)}${formatBytes(sent.bytes)} in ${files(sent.files)}`],
    ['Held back', `${atLeast(summary.heldComplete)}${formatBytes(held.bytes)} in ${files(held.files)}`],
  ] as const;
  const blocks = [
    head.map(([name, value]) => `${style.bold(name.padEnd(12))}${printable(value)}`),
    section(style, 'Held back', summary.heldBy.slice(0, shownPatterns).map(({ bytes, files: count, text, line, complete }) =>
      row(bytes, count, `${text} (line ${line + 1})`, complete)), summary.heldBy.length - shownPatterns),
    section(style, 'Heaviest of what is sent', heaviest(report), weighed(report).length - shownEntries),
    section(style, 'Secrets that are sent', report.secrets.filter((secret) => secret.sent).map(({ path, label }) =>
      `  ${style.severity('warning', printable(path))}  ${label}`), 0),
    section(style, 'Lines that the builder refuses', report.invalid.map(({ line, text }) =>
      `  ${printable(dockerignore.path)}:${line + 1}  ${printable(text)}`), 0),
    section(style, 'Folders that can\'t be read', summary.unreadable.paths.slice(0, shownFolders).map((path) => `  ${printable(path === '' ? '.' : path)}`),
      summary.unreadable.count - shownFolders),
  ]; // prettier-ignore
  return `${blocks.flatMap((lines) => (lines.length === 0 ? [] : [lines.join('\n')])).join('\n\n')}\n`;
}

function weighed({ summary }: ContextReport): ContextReport['summary']['entries'] {
  return summary.entries.filter(({ sent }) => sent.bytes > 0);
}

function heaviest(report: ContextReport): readonly string[] {
  return weighed(report)
    .slice(0, shownEntries)
    .map(({ path, type, sent }) =>
      row(sent.bytes, sent.files, type === 'directory' ? `${path}/` : path, true),
    );
}

function section(style: Style, title: string, lines: readonly string[], more: number): readonly string[] {
  if (lines.length === 0) return [];
  return [style.bold(title), ...lines, ...(more > 0 ? [`  … and ${more.toLocaleString('en-US')} more`] : [])];
}

function row(bytes: number, count: number, name: string, complete: boolean): string {
  const amount = `${complete ? '' : '≥ '}${formatBytes(bytes)}`;
  return `  ${amount.padStart(10)}  ${files(count).padStart(14)}  ${printable(name)}`;
}

function files(count: number): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? 'file' : 'files'}`;
}

function atLeast(complete: boolean): string {
  return complete ? '' : 'at least ';
}
