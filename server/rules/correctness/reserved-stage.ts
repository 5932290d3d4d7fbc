import type { Stage } from '../../dockerfile/model.ts';
import { stageReferences } from '../../dockerfile/stage-references.ts';
import { stageNamed } from '../../dockerfile/stages.ts';
import { defineRule } from '../rule.ts';

export default defineRule<Stage>({
  id: 'correctness/reserved-stage',
  severity: 'error',
  summary: 'A stage has a name that the builder keeps for itself',
  fix: 'suggested',
  why: `\`scratch\` is the empty image and \`context\` the build context. A stage of that name takes its place: \`FROM scratch\` below would build
on the stage, so that what looks empty is not.`,
  fixSafety: `The new name is put wherever this file names the stage. A \`--target\` in a script or compose file has to follow, so it is only suggested.`,
  equivalents: [
    { tool: 'hadolint', id: 'DL3063' },
    { tool: 'buildkit', id: 'ReservedStageName' },
  ],
  examples: [
    {
      bad: 'FROM alpine:3.23 AS context\nRUN mkdir /out\nFROM alpine:3.23\nCOPY --from=context /out /out\nUSER 10001\n',
      good: 'FROM alpine:3.23 AS context-stage\nRUN mkdir /out\nFROM alpine:3.23\nCOPY --from=context-stage /out /out\nUSER 10001\n',
    },
  ],
  *check({ model }) {
    for (const stage of model.stages) {
      const name = stage.name?.toLowerCase();
      if (name !== 'scratch' && name !== 'context') continue;
      const meaning = name === 'scratch' ? 'the empty image' : 'the build context';
      yield {
        span: stage.nameSpan!,
        message: `\`${name}\` stands for ${meaning}, which this stage would hide from the lines below. Give the stage another name.`,
        data: stage,
      };
    }
  },
  fixes({ data: stage }, { model }) {
    // FROM scratch below: is the stage meant, or the empty image?
    if (stage?.name?.toLowerCase() !== 'context') return [];
    // FROM finds names in lower case only.
    const name = 'context-stage';
    if (stageNamed(model, name, undefined) || stageNamed(model, stage.name, undefined) !== stage) return [];
    const uses = [...stageReferences(model)].filter(
      (one) => one.user.index > stage.index && one.name.toLowerCase() === stage.name!.toLowerCase(),
    );
    return [
      {
        title: `Call the stage ${name}`,
        applicability: 'suggested',
        edits: [stage.nameSpan!, ...uses.map(({ span }) => span)].map((span) => ({ span, newText: name })),
      },
    ];
  },
});
