import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../../server/dockerfile/parse.ts';
import rule from '../../../server/rules/deprecated/legacy-env.ts';
import { checkCase, type RuleCase } from '../../support/rule-tester.ts';

const user = 'USER 10001\n';
const file = (line: string): string => `FROM alpine:3.23\n${line}\n${user}`;

const cases: readonly RuleCase[] = [
  { name: 'with an equals sign', text: file('ENV A=1 B=2'), findings: 0 },
  { name: 'ARG with two names', text: file('ARG A B'), findings: 0 },
  { name: 'no value is a syntax error', text: file('ENV A'), findings: 0 },
  { name: 'a template', text: file('ENV {{if a}} B'), findings: 0 },
  { name: 'one word', text: file('ENV PATH /opt/bin:$PATH'), findings: ['PATH /opt/bin:$PATH'], fixed: file('ENV PATH=/opt/bin:$PATH') },
  { name: 'an equals sign in the value', text: file('ENV OPTS -Dx=y -Da=b'), findings: 1, fixed: file('ENV OPTS="-Dx=y -Da=b"') },
  { name: 'quoted', text: file('ENV A "b c"'), findings: 1, fixed: file('ENV A="b c"') },
  { name: 'escaped', text: file('ENV A b\\ c'), findings: 1, fixed: file('ENV A=b\\ c') },
  { name: 'LABEL', text: file('LABEL vendor Acme Inc'), findings: 1, fixed: file('LABEL vendor="Acme Inc"') },
  { name: 'blanks and tabs', text: file('ENV\tA \t b'), findings: 1, fixed: file('ENV\tA=b') },
  {
    name: 'over lines',
    text: file('ENV DEPS \\\n    curl \\\n    git'),
    findings: 1,
    fixed: file('ENV DEPS="curl \\\n    git"'),
  },
  { name: 'a trigger', text: file('ONBUILD ENV A b'), findings: 1, fixed: file('ONBUILD ENV A=b') },
  { name: 'quotes among blanks: no fix', text: file('ENV A b "c d"'), findings: 1, fixed: file('ENV A b "c d"') },
  { name: 'a comment between: no fix', text: file('ENV A \\\n  # b\n  c'), findings: 1, fixed: file('ENV A \\\n  # b\n  c') },
]; // prettier-ignore

describe('deprecated/legacy-env', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });

  it.each(cases.filter(({ fixed }) => fixed !== undefined))('keeps the value: $name', ({ text, fixed }) => {
    const value = (source: string) => {
      const { pairs } = parseDockerfile(source).instructions[1]!;
      return pairs.map((pair) => [pair.key, pair.value]);
    };
    expect(value(fixed!)).toEqual(value(text));
  });
});
