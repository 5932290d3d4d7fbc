import type { Stage } from '../../dockerfile/model.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'correctness/duplicate-stage',
  severity: 'error',
  summary: 'Two stages have the same name',
  fix: 'none',
  why: `The later of two stages with one name hides the earlier: \`COPY --from\`, \`FROM\` below and \`--target\` mean the later one, and a
\`COPY --from\` that stands between them stops the build. Names are compared without regard to case.`,
  equivalents: [
    { tool: 'hadolint', id: 'DL3024' },
    { tool: 'buildkit', id: 'DuplicateStageName' },
    { tool: 'trivy', id: 'DS-0012' },
    { tool: 'checkov', id: 'CKV_DOCKER_11' },
  ],
  examples: [
    {
      bad: 'FROM node:22-alpine AS build\nRUN npm --version\nFROM golang:1.26-alpine AS build\nRUN go version\nFROM alpine:3.23\nCOPY --from=build /go/bin /usr/local/bin\nUSER 10001\n',
      good: 'FROM node:22-alpine AS build-web\nRUN npm --version\nFROM golang:1.26-alpine AS build\nRUN go version\nFROM alpine:3.23\nCOPY --from=build /go/bin /usr/local/bin\nUSER 10001\n',
    },
  ],
  *check({ model }) {
    const first = new Map<string, Stage>();
    for (const stage of model.stages) {
      if (stage.name === undefined || !stage.nameSpan) continue;
      const key = stage.name.toLowerCase();
      const earlier = first.get(key);
      if (!earlier) {
        first.set(key, stage);
        continue;
      }
      yield {
        span: stage.nameSpan,
        message: `A stage above is called \`${earlier.name!}\` too, and this one hides it from COPY --from, FROM and --target. Give one of them another name.`,
        related: [{ span: earlier.nameSpan!, message: 'the stage that is hidden' }],
      };
    }
  },
});
