/** ShellCheck's findings as rules, one for each code, so that settings, comments and reports treat them as any other. */
import type { DockerfileModel } from '../dockerfile/model.ts';
import { shellOf } from '../dockerfile/shell.ts';
import type { ImageFacts } from '../images/facts.ts';
import { defineRule } from '../rules/rule.ts';
import type { Report, Rule } from '../rules/rule.ts';
import { shellcheckId } from './code.ts';
import { fixFor } from './fix.ts';
import type { ShellCheckJob } from './job.ts';
import type { ShellCheckComment } from './output.ts';
import { Places } from './places.ts';
import { isSuppressed, withoutParseEchoes } from './suppressed.ts';
import type { PlacedComment } from './suppressed.ts';

/** What ShellCheck said about one script. */
export interface CheckedScript {
  readonly job: ShellCheckJob;
  readonly comments: readonly ShellCheckComment[];
}

interface Data {
  readonly comment: ShellCheckComment;
  readonly job: ShellCheckJob;
  readonly places: Places;
}

/** The rules that find in this model what ShellCheck has found; they find nothing in another one. */
export function shellcheckRules(
  model: DockerfileModel,
  images: ImageFacts,
  checked: readonly CheckedScript[],
): Rule[] {
  const byCode = new Map<number, Report<Data>[]>();
  for (const { job, comments } of checked) {
    const places = new Places(job.stdin);
    const placed = comments.flatMap((comment) => place(comment, job, places) ?? []);
    const reported = (shellOf(job.instruction, model)?.errors.length ?? 0) > 0;
    for (const one of withoutParseEchoes(placed, reported)) {
      if (isSuppressed(one, job, model, images)) continue;
      const { comment, span } = one;
      const reports = byCode.get(comment.code) ?? [];
      reports.push({
        span,
        message: message(comment),
        severity: comment.severity,
        data: { comment, job, places },
      });
      byCode.set(comment.code, reports);
    }
  }
  return [...byCode].sort(([a], [b]) => a - b).map(([code, reports]) => ruleFor(code, reports, model));
}

function ruleFor(code: number, reports: readonly Report<Data>[], model: DockerfileModel): Rule {
  const withFix = reports.some(({ data }) => data !== undefined && data.comment.replacements.length > 0);
  return defineRule<Data>({
    id: shellcheckId(code),
    severity: 'warning',
    summary: `ShellCheck's SC${code}`,
    why: reports[0] ? message(reports[0].data!.comment) : '',
    fix: withFix ? 'suggested' : 'none',
    fixSafety: "The correction is ShellCheck's own; like all that changes a command it wants a look.",
    equivalents: [],
    examples: [],
    check: (context) => (context.model === model ? reports : []),
    fixes({ data }) {
      const fix = data && fixFor(data.comment, data.job, data.places, model);
      return fix ? [fix] : [];
    },
  });
}

function message({ message: said }: ShellCheckComment): string {
  return said
    .replace(/ Fix (?:any mentioned problems and try again|to allow more checks)\.$/, '')
    .replace(/\s+/g, ' ');
}

/** Undefined for what is about the lines before the script. */
function place(comment: ShellCheckComment, job: ShellCheckJob, places: Places): PlacedComment | undefined {
  const span = places.span(comment);
  const { text } = job.script;
  if (!span || span.start < job.scriptStart) return undefined;
  // ShellCheck finds a missing end behind the last character.
  const start = Math.min(span.start - job.scriptStart, text.text.length);
  const end = Math.min(span.end - job.scriptStart, text.text.length);
  return { comment, span: text.spanOf(start, end) };
}
