import { describe, it } from 'vitest';
import rule from '../../../server/rules/correctness/unused-stage.ts';
import { checkCase, type RuleCase } from '../../support/rule-tester.ts';

const cases: readonly RuleCase[] = [
  { name: 'one stage', text: 'FROM alpine:3.23\n', findings: 0 },
  {
    name: 'copied from',
    text: 'FROM alpine:3.23 AS deps\nRUN a\nFROM alpine:3.23\nCOPY --from=deps /a /a\n',
    findings: 0,
  },
  {
    name: 'mounted',
    text: 'FROM alpine:3.23 AS deps\nRUN a\nFROM alpine:3.23\nRUN --mount=from=deps,target=/a true\n',
    findings: 0,
  },
  {
    name: 'by number',
    text: 'FROM alpine:3.23\nRUN a\nFROM alpine:3.23\nCOPY --from=0 /a /a\n',
    findings: 0,
  },
  { name: 'built on', text: 'FROM alpine:3.23 AS deps\nFROM deps\n', findings: 0 },
  {
    name: 'targets',
    text: 'FROM alpine:3.23 AS base\nFROM base AS dev\nFROM base AS test\nRUN a\nFROM base AS builder\nRUN b\nFROM base AS lint-check\nFROM base\n',
    findings: 0,
  },
  {
    name: 'used by a target',
    text: 'FROM alpine:3.23 AS deps\nFROM alpine:3.23 AS dev\nCOPY --from=deps /a /a\nFROM alpine:3.23\n',
    findings: 0,
  },
  {
    name: 'a helper that starts something',
    text: 'FROM alpine:3.23 AS deps\nCMD ["a"]\nFROM alpine:3.23\n',
    findings: 0,
  },
  {
    name: 'used by an ONBUILD trigger',
    text: 'FROM alpine:3.23 AS deps\nFROM alpine:3.23\nONBUILD COPY --from=deps /a /a\n',
    findings: 0,
  },
  { name: 'an error elsewhere', text: 'FROM alpine:3.23 AS deps\nFOO\nFROM alpine:3.23\n', findings: 0 },
  { name: 'without a name', text: 'FROM node:22\nRUN a\nFROM alpine:3.23\n', findings: ['node:22'] },
  {
    name: 'helpers',
    text: 'FROM node:22 AS prod-deps\nRUN a\nFROM node:22 AS vendor\nFROM alpine:3.23\n',
    findings: ['prod-deps', 'vendor'],
  },
];

describe('correctness/unused-stage', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });
});
