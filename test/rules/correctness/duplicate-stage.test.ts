import { describe, it } from 'vitest';
import rule from '../../../server/rules/correctness/duplicate-stage.ts';
import { checkCase, type RuleCase } from '../../support/rule-tester.ts';

const cases: readonly RuleCase[] = [
  {
    name: 'different names',
    text: 'FROM scratch AS b1\nFROM scratch AS b2\nFROM scratch\nFROM scratch\n',
    findings: 0,
  },
  { name: 'the same name', text: 'FROM scratch AS b\nFROM scratch AS b\n', findings: ['b'] },
  { name: 'in other letters', text: 'FROM scratch AS Build\nFROM scratch as build\n', findings: ['build'] },
  { name: 'three times', text: 'FROM scratch AS b\nFROM scratch AS b\nFROM scratch AS b\n', findings: 2 },
];

describe('correctness/duplicate-stage', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });
});
