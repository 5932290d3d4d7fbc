import { describe, it } from 'vitest';
import rule from '../../../server/rules/correctness/self-stage.ts';
import { checkCase, type RuleCase } from '../../support/rule-tester.ts';

const cases: readonly RuleCase[] = [
  {
    name: 'another stage',
    text: 'FROM alpine:3.23 AS a\nFROM alpine:3.23 AS b\nCOPY --from=a /x /x\n',
    findings: 0,
  },
  {
    name: 'an image of the same name',
    text: 'FROM golang:1.26 AS golang\nRUN true\nFROM alpine:3.23\nCOPY --from=golang /x /x\n',
    findings: 0,
  },
  {
    name: 'a name of digits in a mount is an image',
    text: 'FROM alpine:3.23\nRUN --mount=from=0,target=/x true\n',
    findings: 0,
  },
  {
    name: 'by name, in other letters',
    text: 'FROM alpine:3.23 AS Build\nCOPY --from=build /x /y\n',
    findings: ['build'],
  },
  { name: 'by number', text: 'FROM alpine:3.23\nFROM alpine:3.23\nCOPY --from=1 /x /y\n', findings: ['1'] },
  {
    name: 'a mount',
    text: 'FROM alpine:3.23 AS build\nRUN --mount=type=bind,from=build,target=/x true\n',
    findings: ['build'],
  },
  {
    name: 'the earlier of two with the name',
    text: 'FROM alpine:3.23 AS a\nCOPY --from=a /x /y\nFROM alpine:3.23 AS a\n',
    findings: 0,
  },
];

describe('correctness/self-stage', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });
});
