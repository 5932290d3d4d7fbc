import { describe, it } from 'vitest';
import rule from '../../../server/rules/correctness/unknown-stage.ts';
import { checkCase, type RuleCase } from '../../support/rule-tester.ts';

const two = 'FROM golang:1.26 AS builder\nRUN true\nFROM alpine:3.23\n';

const cases: readonly RuleCase[] = [
  { name: 'a name', text: `${two}COPY --from=builder /a /a\n`, findings: 0 },
  { name: 'in other letters', text: `${two}COPY --from=BUILDER /a /a\n`, findings: 0 },
  { name: 'a number', text: `${two}COPY --from=0 /a /a\n`, findings: 0 },
  {
    name: 'an image',
    text: `${two}COPY --from=ghcr.io/astral-sh/uv:0.9 /uv /bin/\nCOPY --from=busybox:1 /a /a\nCOPY --from=owner/tool /b /b\n`,
    findings: 0,
  },
  {
    name: 'an official image without tag',
    text: `${two}COPY --from=nginx /etc/nginx /etc/nginx\n`,
    findings: 0,
  },
  { name: 'quotes', text: `${two}COPY --from="builder" /a /a\n`, findings: 0 },
  { name: 'a mount', text: `${two}RUN --mount=from=builder,source=/a,target=/a cp /a /b\n`, findings: 0 },
  {
    name: 'FROM an official image near a stage',
    text: 'FROM alpine:3.23 AS base\nFROM bash\nRUN true\n',
    findings: 0,
  },
  { name: 'FROM an unknown image', text: `${two}FROM something\n`, findings: 0 },
  { name: 'ONBUILD', text: `${two}ONBUILD COPY --from=other /a /a\n`, findings: 0 },
  {
    name: 'its own name is another rule',
    text: `${two}FROM alpine:3.23 AS me\nCOPY --from=me /a /b\n`,
    findings: 0,
  },
  { name: 'a template', text: `{{for x}}\n${two}COPY --from=other /a /a\n`, findings: 0 },
  { name: 'no stage of this name', text: `${two}COPY --from=assets /a /a\n`, findings: ['assets'] },
  { name: 'a number too high', text: `${two}COPY --from=2 /a /a\n`, findings: ['2'] },
  { name: 'a variable', text: `ARG SRC=builder\n${two}COPY --from=\${SRC} /a /a\n`, findings: ['${SRC}'] },
  {
    name: 'a variable in a mount',
    text: `ARG SRC=builder\n${two}RUN --mount=type=bind,from=$SRC,target=/a true\n`,
    findings: ['$SRC'],
  },
  {
    name: 'a stage below',
    text: 'FROM alpine:3.23\nCOPY --from=late /a /a\nFROM alpine:3.23 AS late\n',
    findings: ['late'],
  },
  { name: 'FROM a stage below', text: 'FROM later\nFROM alpine:3.23 AS later\n', findings: ['later'] },
  {
    name: 'near miss in a mount',
    text: `${two}RUN --mount=type=bind,source=/a,from=biulder,target=/a cp /a /b\n`,
    findings: ['biulder'],
    fixed: `${two}RUN --mount=type=bind,source=/a,from=builder,target=/a cp /a /b\n`,
  },
  {
    name: 'near miss in FROM',
    text: 'FROM alpine:3.23 AS builder\nRUN true\nFROM biulder\n',
    findings: ['biulder'],
    fixed: 'FROM alpine:3.23 AS builder\nRUN true\nFROM builder\n',
  },
];

describe('correctness/unknown-stage', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });
});
