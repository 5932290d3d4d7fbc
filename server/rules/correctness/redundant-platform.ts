import type { Flag } from '../../dockerfile/model.ts';
import { defineRule } from '../rule.ts';
import { removeFlag } from './platform.part.ts';

export default defineRule<Flag>({
  id: 'correctness/redundant-platform',
  severity: 'info',
  summary: 'FROM names the platform that it has anyway',
  fix: 'safe',
  why: `A stage is built for the target platform unless \`FROM\` says otherwise, so \`--platform=$TARGETPLATFORM\` says nothing. In a file that also
has \`--platform=$BUILDPLATFORM\` it can be mistaken for the same.`,
  equivalents: [
    { tool: 'hadolint', id: 'DL3065' },
    { tool: 'buildkit', id: 'RedundantTargetPlatform' },
  ],
  examples: [
    {
      bad: 'FROM --platform=$TARGETPLATFORM node:22-alpine\nUSER node\nCMD ["node"]\n',
      good: 'FROM node:22-alpine\nUSER node\nCMD ["node"]\n',
    },
  ],
  *check({ model }) {
    // A default of its own makes the ARG another one.
    if (model.globalArgs.get('TARGETPLATFORM')?.known) return;
    for (const { from } of model.stages) {
      const flag = from.flags.find(({ name }) => name === 'platform');
      if (!flag?.value || !/^\$(?:TARGETPLATFORM|\{TARGETPLATFORM(?::?[-+][^{}$]*)?\})$/.test(flag.value)) continue;
      if (/\+/.test(flag.value)) continue;
      yield {
        span: flag.span,
        message: `\`${flag.value}\` is the platform that a stage is built for anyway. Leave the flag out.`,
        tags: ['unnecessary'],
        data: flag,
      };
    }
  },
  fixes({ data: flag }, { model }) {
    if (!flag) return [];
    return [{ title: 'Leave the flag out', applicability: 'safe', preferred: true, edits: [removeFlag(flag, model)] }];
  },
}); // prettier-ignore
