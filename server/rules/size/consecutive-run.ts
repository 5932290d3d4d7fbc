import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import type { TextEdit } from '../../dockerfile/span.ts';
import { isShipped } from '../../dockerfile/stages.ts';
import { joinRuns } from '../../edit/join-runs.ts';
import { defineRule } from '../rule.ts';

interface Joinable {
  /** Each joins one RUN to the one before it. */
  readonly edits: readonly TextEdit[];
}

export default defineRule<Joinable>({
  id: 'size/consecutive-run',
  severity: 'off',
  summary: 'RUN instructions in a row could be one',
  fix: 'suggested',
  why: `Every RUN makes a layer. Layers cost little by themselves, and short ones make good use of the build cache, which is why this rule is off unless
you ask for it. What is worth a layer less is said by other rules: files that a later layer removes, caches, a change of owner.

Stages that are thrown away are left alone: their layers do not ship.`,
  fixSafety: `One instruction is built again as a whole when any part of it changes. RUN instructions with different flags, and ones whose directory,
variables or options would reach the next, are not joined.`,
  equivalents: [{ tool: 'hadolint', id: 'DL3059' }],
  examples: [
    {
      bad: 'FROM alpine:3.24\nRUN mkdir -p /srv/data\nRUN chown guest /srv/data\nUSER guest\n',
      good: 'FROM alpine:3.24\nRUN mkdir -p /srv/data && chown guest /srv/data\nUSER guest\n',
    },
  ],
  *check({ model }) {
    for (const { stage, runs } of rows(model)) {
      if (!isShipped(stage, model)) continue;
      const edits = runs.slice(1).map((run, i) => joinRuns(model, runs[i]!, run));
      // Several rows where one in the middle can't be joined.
      let joined: TextEdit[] = [];
      for (const [i, edit] of [...edits, undefined].entries()) {
        if (edit) joined.push(edit);
        else if (joined.length > 0) {
          const first = i - joined.length;
          yield {
            span: runs[first]!.keywordSpan,
            message: `${joined.length + 1} RUN instructions in a row make ${joined.length + 1} layers. Join them with \`&&\`.`,
            related: runs
              .slice(first + 1, i + 1)
              .map(({ keywordSpan }) => ({ span: keywordSpan, message: 'could be part of it' })),
            data: { edits: joined },
          };
          joined = [];
        }
      }
    }
  },
  fixes({ data }) {
    if (!data) return [];
    return [
      {
        title: `Join ${data.edits.length + 1} RUN instructions`,
        applicability: 'suggested',
        edits: data.edits,
      },
    ];
  },
});

/** RUN instructions that follow each other, two at least. */
function rows(model: DockerfileModel): { stage: DockerfileModel['stages'][number]; runs: Instruction[] }[] {
  return model.stages.flatMap((stage) => {
    const all: Instruction[][] = [];
    for (const instruction of stage.instructions) {
      if (instruction.keyword !== 'RUN') continue;
      const last = all.at(-1);
      if (last?.at(-1)?.index === instruction.index - 1) last.push(instruction);
      else all.push([instruction]);
    }
    return all.filter((runs) => runs.length > 1).map((runs) => ({ stage, runs }));
  });
}
