import { describe, it } from 'vitest';
import rule from '../../../server/rules/style/definition-description.ts';
import { checkCase, type RuleCase } from '../../support/rule-tester.ts';

const user = 'USER 10001\n';

const cases: readonly RuleCase[] = [
  { name: 'begins with the name', text: `FROM alpine:3.23\n# VERSION of the program\nARG VERSION=1\n${user}`, findings: 0 },
  { name: 'an empty line between', text: `FROM alpine:3.23\n# the version\n\nARG VERSION=1\n${user}`, findings: 0 },
  { name: 'an empty comment between', text: `FROM alpine:3.23\n# the version\n#\nARG VERSION=1\n${user}`, findings: 0 },
  { name: 'a stage without a name', text: `# the image\nFROM alpine:3.23\n${user}`, findings: 0 },
  { name: 'another instruction', text: `FROM alpine:3.23\n# run it\nRUN true\n${user}`, findings: 0 },
  { name: 'a directive', text: `# syntax=docker/dockerfile:1\nFROM alpine:3.23 AS a\n${user}`, findings: 0 },
  { name: 'only the last line counts', text: `FROM alpine:3.23\n# the version, as in:\n# VERSION of the program\nARG VERSION=1\n${user}`, findings: 0 },
  { name: 'one of several names', text: `FROM alpine:3.23\n# B is the second\nARG A=1 B=2\n${user}`, findings: 0 },
  {
    name: 'a stage',
    text: `# builds it\nFROM alpine:3.23 AS build\n${user}`,
    findings: ['# builds it'],
    fixed: `# builds it\n\nFROM alpine:3.23 AS build\n${user}`,
  },
  {
    name: 'several names',
    text: `FROM alpine:3.23\n# both\nARG A=1 B=2\n${user}`,
    findings: 1,
    fixed: `FROM alpine:3.23\n# both\n\nARG A=1 B=2\n${user}`,
  },
]; // prettier-ignore

describe('style/definition-description', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });
});
