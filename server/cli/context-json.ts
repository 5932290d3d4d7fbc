/** The report of `context` for programs. Lines count from 1. */
import type { ContextReport } from './context.ts';

export function contextAsJson(report: ContextReport): Record<string, unknown> {
  const { context, summary } = report;
  const { sent, held } = summary;
  return {
    context: report.path,
    reason: context.reason,
    dockerfile: report.dockerfile ?? null,
    otherContexts: report.others,
    dockerignore: context.dockerignore.exists
      ? {
          path: context.dockerignore.path,
          problem: context.dockerignore.problem ?? null,
          invalid: report.invalid.map(({ line, text }) => ({ line: line + 1, pattern: text })),
        }
      : null,
    total: {
      files: sent.files + held.files,
      bytes: sent.bytes + held.bytes,
      complete: summary.sentComplete && summary.heldComplete,
    },
    sent: { ...sent, complete: summary.sentComplete },
    heldBack: {
      ...held,
      complete: summary.heldComplete,
      by: summary.heldBy.map(({ line, text, ...sum }) => ({ line: line + 1, pattern: text, ...sum })),
    },
    heaviest: summary.entries
      .filter((entry) => entry.sent.files > 0)
      .slice(0, 20)
      .map((entry) => ({ path: entry.path, type: entry.type, ...entry.sent })),
    heaviestFiles: summary.heaviestFiles,
    secrets: report.secrets,
    unreadable: summary.unreadable,
    vanished: summary.vanished,
  };
}
