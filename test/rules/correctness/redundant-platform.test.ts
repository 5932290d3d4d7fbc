import { describe, it } from 'vitest';
import rule from '../../../server/rules/correctness/redundant-platform.ts';
import { checkCase, type RuleCase } from '../../support/rule-tester.ts';

const cases: readonly RuleCase[] = [
  { name: 'of the builder', text: 'FROM --platform=$BUILDPLATFORM alpine:3.23\n', findings: 0 },
  { name: 'more than the variable', text: 'FROM --platform=${TARGETPLATFORM}/v8 alpine:3.23\n', findings: 0 },
  {
    name: 'a default of its own',
    text: 'ARG TARGETPLATFORM=linux/arm64\nFROM --platform=$TARGETPLATFORM alpine:3.23\n',
    findings: 0,
  },
  {
    name: 'an alternative',
    text: 'FROM --platform=${TARGETPLATFORM:+linux/amd64} alpine:3.23\n',
    findings: 0,
  },
  {
    name: 'declared',
    text: 'ARG TARGETPLATFORM\nFROM --platform=$TARGETPLATFORM alpine:3.23\n',
    findings: 1,
  },
  {
    name: 'with a default',
    text: 'FROM --platform=${TARGETPLATFORM:-linux/amd64} alpine:3.23\n',
    findings: ['--platform=${TARGETPLATFORM:-linux/amd64}'],
    fixed: 'FROM alpine:3.23\n',
  },
];

describe('correctness/redundant-platform', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });
});
