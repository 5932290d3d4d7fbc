import { describe, it } from 'vitest';
import rule from '../../../server/rules/correctness/reserved-stage.ts';
import { checkCase, type RuleCase } from '../../support/rule-tester.ts';

const cases: readonly RuleCase[] = [
  { name: 'FROM scratch', text: 'FROM scratch\nFROM scratch AS a\n', findings: 0 },
  { name: 'part of a name', text: 'FROM alpine:3.23 AS build-context\n', findings: 0 },
  {
    name: 'scratch',
    text: 'FROM alpine:3.23 AS scratch\nFROM scratch\n',
    findings: ['scratch'],
    fixed: 'FROM alpine:3.23 AS scratch\nFROM scratch\n',
  },
  {
    name: 'context, with everybody who names it',
    text: 'FROM alpine:3.23 AS Context\nFROM context AS b\nRUN --mount=from=context,target=/x true\nCOPY --from=context /a /a\n',
    findings: ['Context'],
    fixed:
      'FROM alpine:3.23 AS context-stage\nFROM context-stage AS b\nRUN --mount=from=context-stage,target=/x true\nCOPY --from=context-stage /a /a\n',
  },
];

describe('correctness/reserved-stage', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });
});
