import { stageReferences } from '../../dockerfile/stage-references.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'correctness/self-stage',
  severity: 'error',
  summary: 'A stage copies from itself',
  fix: 'none',
  why: `\`COPY --from\` takes files of another stage or image. A stage that names itself waits for its own end, and the builder stops with
"circular dependency". Most often another stage was meant, or a \`RUN cp\` within the stage.`,
  equivalents: [
    { tool: 'hadolint', id: 'DL3023' },
    { tool: 'trivy', id: 'DS-0006' },
  ],
  examples: [
    {
      bad: 'FROM golang:1.26-alpine AS build\nRUN go install example.com/hello@v1.2.0\nCOPY --from=build /go/bin/hello /usr/local/bin/hello\nUSER 10001\n',
      good: 'FROM golang:1.26-alpine AS build\nRUN go install example.com/hello@v1.2.0\nFROM alpine:3.23\nCOPY --from=build /go/bin/hello /usr/local/bin/hello\nUSER 10001\n',
    },
  ],
  *check({ model }) {
    const last = new Map(model.stages.map((stage) => [stage.name?.toLowerCase(), stage]));
    for (const { kind, name, span, user } of stageReferences(model)) {
      if (kind === 'from') continue;
      const own =
        kind === 'copy' && /^\d+$/.test(name)
          ? Number(name) === user.index
          : last.get(name.toLowerCase()) === user;
      if (!own) continue;
      const others = model.stages.slice(0, user.index).flatMap((stage) => stage.name ?? []);
      const hint =
        others.length > 0
          ? `Name the stage that is meant (${others.slice(-3).join(', ')}), or copy with RUN.`
          : 'Copy within a stage with RUN, or split the stage in two.';
      yield {
        span,
        message: `This ${kind === 'copy' ? 'COPY' : 'mount'} stands in the stage \`${name}\` itself, which the builder refuses as a circular dependency. ${hint}`,
      };
    }
  },
});
