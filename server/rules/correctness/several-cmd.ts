import type { Instruction } from '../../dockerfile/model.ts';
import { removeInstruction } from '../../edit/insert.ts';
import { defineRule } from '../rule.ts';

const once: ReadonlySet<string> = new Set(['CMD', 'ENTRYPOINT', 'HEALTHCHECK']);

export default defineRule<Instruction>({
  id: 'correctness/several-cmd',
  severity: 'warning',
  summary: 'A stage has several CMD, ENTRYPOINT or HEALTHCHECK, of which the last counts',
  fix: 'safe',
  why: `An image has one \`CMD\`, one \`ENTRYPOINT\` and one \`HEALTHCHECK\`: the last of a stage replaces those before it. They do not run one after
the other; whoever wanted two programs needs a script or two containers. It does not matter that a stage replaces what the stage it
builds on has set.`,
  equivalents: [
    { tool: 'hadolint', id: 'DL3012' },
    { tool: 'hadolint', id: 'DL4003' },
    { tool: 'hadolint', id: 'DL4004' },
    { tool: 'buildkit', id: 'MultipleInstructionsDisallowed' },
    { tool: 'trivy', id: 'DS-0007' },
    { tool: 'trivy', id: 'DS-0016' },
    { tool: 'trivy', id: 'DS-0023' },
  ],
  examples: [
    {
      bad: 'FROM node:22-alpine\nWORKDIR /app\nCOPY server.js ./\nUSER node\nCMD ["node"]\nCMD ["node", "server.js"]\n',
      good: 'FROM node:22-alpine\nWORKDIR /app\nCOPY server.js ./\nUSER node\nCMD ["node", "server.js"]\n',
    },
  ],
  *check({ model }) {
    for (const stage of model.stages) {
      const last = new Map<string, Instruction>();
      for (const instruction of stage.instructions)
        if (once.has(instruction.keyword)) last.set(instruction.keyword, instruction);
      for (const instruction of stage.instructions) {
        const winner = last.get(instruction.keyword);
        if (!winner || winner === instruction) continue;
        yield {
          span: instruction.span,
          message: `This ${instruction.keyword} has no effect: a later one of the same stage replaces it. Remove it.`,
          related: [{ span: winner.span, message: 'only this one counts' }],
          tags: ['unnecessary'],
          data: instruction,
        };
      }
    }
  },
  fixes({ data }, { model }) {
    if (!data) return [];
    return [
      {
        title: `Remove the ${data.keyword} that has no effect`,
        applicability: 'safe',
        preferred: true,
        edits: [removeInstruction(model, data)],
      },
    ];
  },
});
