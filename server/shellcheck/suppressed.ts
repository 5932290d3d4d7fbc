/** Which of ShellCheck's findings say nothing true or useful about a RUN. docs/shellcheck.md lists them. */
import type { Span } from '../dockerfile/span.ts';
import type { DockerfileModel } from '../dockerfile/model.ts';
import { rootBase } from '../dockerfile/stages.ts';
import type { ImageFacts } from '../images/facts.ts';
import type { ShellCheckJob } from './job.ts';
import type { ShellCheckComment } from './output.ts';

/** Codes that are never right here, with the reason. */
export const suppressedCodes: ReadonlyMap<number, string> = new Map([
  [1009, 'names the construct around a syntax error, which has a finding of its own'],
  [1090, 'the sourced file is in the image'],
  [1091, 'the sourced file is in the image'],
  [1128, 'the script is given to ShellCheck behind the variables of the Dockerfile, so no shebang is first'],
  [2114, 'deleting a folder of the system is how an image gets smaller; no machine is harmed'],
  [2187, 'which shell `ash` is checked as does not concern the script'],
]);

/** A finding with its place in the document. */
export interface PlacedComment {
  readonly comment: ShellCheckComment;
  readonly span: Span;
}

/** True when the finding must not be shown. */
export function isSuppressed(
  { comment: { code }, span }: PlacedComment,
  job: ShellCheckJob,
  model: DockerfileModel,
  images: ImageFacts,
): boolean {
  if (suppressedCodes.has(code)) return true;
  const source = model.text.slice(span.start, span.end);
  // What is portable depends on what /bin/sh is.
  if (code >= 3000 && code < 4000) return !job.shell.certain;
  switch (code) {
    case 2154:
      // An image that nobody described may set variables of any name.
      return !isKnownBase(job, images);
    case 2291:
      // The blanks in front of a continued line, which are no blanks inside of a text.
      return source.includes('\n');
    case 1010:
      // `mix do` of Elixir is no loop.
      return /\bmix\s+$/.test(model.text.slice(Math.max(0, span.start - 20), span.start));
    case 2046:
      return oneWord.test(source);
    default:
      return false;
  }
}

function isKnownBase({ stage }: ShellCheckJob, images: ImageFacts): boolean {
  const base = stage && rootBase(stage);
  if (base?.kind === 'scratch') return true;
  return base?.kind === 'image' && base.complete && images.lookup(base.reference) !== undefined;
}

/** Commands that print one word, so that there is nothing to split. */
const oneWord =
  /^(?:\$\(|`)\s*(?:nproc(?:\s+--all)?|getconf\s+_NPROCESSORS_ONLN|arch|uname(?:\s+-[mrs])?|dpkg\s+--print-architecture|apk\s+--print-arch|rpm\s+-E\s+%\w+|id\s+-[ug]n?|whoami|hostname|lsb_release\s+-[cr]s|pwd|date\s+\+%\w)\s*(?:\)|`)$/;

/** Codes that only say that something else is wrong with the syntax. */
const parseEchoes: ReadonlySet<number> = new Set([1009, 1047, 1072, 1073]);

/**
 * One syntax error makes several findings: what is missing, what could not be parsed for it, and that it was expected.
 * The first that says what is wrong stays, or none (`reported`: another rule says so already).
 */
export function withoutParseEchoes(comments: readonly PlacedComment[], reported: boolean): PlacedComment[] {
  if (!comments.some(({ comment: { code } }) => code === 1072 || code === 1073)) return [...comments];
  const isError = ({ comment }: PlacedComment): boolean =>
    comment.severity === 'error' && comment.code < 2000;
  const errors = comments.filter(isError);
  const kept = reported
    ? undefined
    : (errors.find(({ comment }) => !parseEchoes.has(comment.code)) ??
      errors.find(({ comment }) => comment.code === 1072) ??
      errors[0]);
  return comments.filter((one) => one === kept || !isError(one));
}
