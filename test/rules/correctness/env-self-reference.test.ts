import { describe, it } from 'vitest';
import rule from '../../../server/rules/correctness/env-self-reference.ts';
import { checkCase, type RuleCase } from '../../support/rule-tester.ts';

const from = 'FROM alpine:3.23\n';
const user = 'USER 10001\n';
const env = (pairs: string): string => `${from}ENV ${pairs}\n${user}`;

const cases: readonly RuleCase[] = [
  { name: 'extends itself', text: env('PATH=/opt/bin:$PATH A=1'), findings: 0 },
  { name: 'one after the other', text: `${from}ENV A=1\nENV B=$A\n${user}`, findings: 0 },
  { name: 'the old form has one pair', text: env('A 1 B=$A'), findings: 0 },
  { name: 'a default', text: env('A=1 B=${A:-2}'), findings: 0 },
  { name: 'in single quotes', text: env("A=1 B='$A'"), findings: 0 },
  { name: 'escaped', text: env('A=1 B=\\$A'), findings: 0 },
  { name: 'a longer name', text: env('A=1 B=$AB'), findings: 0 },
  { name: 'the same value before', text: `${from}ARG VERSION=1\nENV VERSION=$VERSION URL=/v/$VERSION\n${user}`, findings: 0 },
  { name: 'an ARG that only the build knows', text: `${from}ARG VERSION\nENV VERSION=$VERSION URL=/v/$VERSION\n${user}`, findings: 0 },
  { name: 'LABEL is something else', text: `${from}LABEL A=1 B=$A\n${user}`, findings: 0 },
  {
    name: 'braces in quotes',
    text: env('A=/opt B="${A}/bin" C=2'),
    findings: ['${A}'],
    fixed: `${from}ENV A=/opt\nENV B="\${A}/bin" C=2\n${user}`,
  },
  {
    name: 'a chain',
    text: env('A=1 B=$A C=$B'),
    findings: 1,
    fixed: `${from}ENV A=1\nENV B=$A\nENV C=$B\n${user}`,
  },
  {
    name: 'an older value',
    text: `${from}ENV A=1\nENV A=2 B=$A\n${user}`,
    findings: ['$A'],
    fixed: `${from}ENV A=1\nENV A=2\nENV B=$A\n${user}`,
  },
  {
    name: 'indented, in lower case, over lines',
    text: `${from}  env A=1 \\\n      B=x$A\n${user}`,
    findings: 1,
    fixed: `${from}  env A=1\n  env B=x$A\n${user}`,
  },
  { name: 'set only further down: no fix', text: env('B=$A A=1'), findings: 1, fixed: env('B=$A A=1') },
  {
    name: 'a comment between: no fix',
    text: env('A=1 \\\n  # of A\n  B=$A'),
    findings: 1,
    fixed: env('A=1 \\\n  # of A\n  B=$A'),
  },
]; // prettier-ignore

describe('correctness/env-self-reference', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });
});
