/**
 * ShellCheck's own comments. Inside a heredoc they are part of the script. Elsewhere the builder removes comments, so
 * those above a RUN and between its lines are handed to ShellCheck in front of the script: they count for all of it.
 * hadolint's `# hadolint shell=bash` names the shell up to the next FROM.
 */
import type { DockerfileModel, Instruction } from '../dockerfile/model.ts';

export interface Directives {
  /** Lines for ShellCheck. */
  readonly lines: readonly string[];
  /** The program that the comments say reads the script. */
  readonly shell: string | undefined;
}

const directive = /^shellcheck\s+(\S.*)$/;
const hadolintShell = /^hadolint\s+shell\s*=\s*(\S+)/i;

/** Only what ShellCheck understands: one word that it can't parse would hide all else that it has to say. */
const understood: readonly RegExp[] = [
  /^disable=(?:all|(?:SC)?\d{4}(?:-(?:SC)?\d{4})?)(?:,(?:all|(?:SC)?\d{4}(?:-(?:SC)?\d{4})?))*$/,
  /^enable=[a-z-]+(?:,[a-z-]+)*$/,
];

/** Reads all comments once; `at` answers for an instruction of the model. */
export function readDirectives(model: DockerfileModel): { at(instruction: Instruction): Directives } {
  const byIndex = new Map<number, Directives>();
  let next = 0;
  let shell: string | undefined;
  for (const instruction of model.instructions) {
    const words: string[] = [];
    for (; next < model.comments.length; next++) {
      const comment = model.comments[next]!;
      if (comment.span.start >= instruction.span.end) break;
      shell = hadolintShell.exec(comment.text)?.[1] ?? shell;
      words.push(...(directive.exec(comment.text)?.[1]?.split(/\s+/) ?? []));
    }
    if (instruction.keyword === 'FROM') shell = undefined;
    const own = words.findLast((word) => word.startsWith('shell='))?.slice('shell='.length);
    const lines = words
      .filter((word) => understood.some((form) => form.test(word)))
      .map((word) => `# shellcheck ${word}`);
    if (lines.length > 0 || (own ?? shell) !== undefined)
      byIndex.set(instruction.index, { lines, shell: own ?? shell });
  }
  return { at: ({ index }) => byIndex.get(index) ?? { lines: [], shell: undefined } };
}
