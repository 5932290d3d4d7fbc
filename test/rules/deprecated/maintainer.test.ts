import { describe, it } from 'vitest';
import rule from '../../../server/rules/deprecated/maintainer.ts';
import { checkCase, type RuleCase } from '../../support/rule-tester.ts';

const label = 'LABEL org.opencontainers.image.authors=';
const user = 'USER 10001\n';
const file = (line: string): string => `FROM alpine:3.23\n${line}\n${user}`;

const cases: readonly RuleCase[] = [
  { name: 'the label', text: file(`${label}"a"`), findings: 0 },
  { name: 'another label', text: file('LABEL maintainer="a"'), findings: 0 },
  { name: 'quoted', text: file('MAINTAINER "Ada" '), findings: ['MAINTAINER'], fixed: file(`${label}"Ada" `) },
  { name: 'quotes inside', text: file('MAINTAINER Ada "the first" $x'), findings: 1, fixed: file(`${label}"Ada \\"the first\\" \\$x"`) },
  { name: 'lower case, indented', text: 'from alpine:3.23\n  maintainer ada@example.com\nuser 10001\n', findings: 1, fixed: 'from alpine:3.23\n  label org.opencontainers.image.authors="ada@example.com"\nuser 10001\n' },
  { name: 'the label is there too', text: file(`${label}"a"\nMAINTAINER b`), findings: 1, fixed: file(`${label}"a"`) },
]; // prettier-ignore

describe('deprecated/maintainer', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });
});
