import { describe, it } from 'vitest';
import rule from '../../../server/rules/correctness/wget-and-curl.ts';
import { checkCase, type RuleCase } from '../../support/rule-tester.ts';

const image = 'FROM buildpack-deps:bookworm';
const user = 'USER 10001\n';
const wget = 'RUN wget -q https://example.com/a\n';
const curl = 'RUN curl -fsSLO https://example.com/b\n';

const cases: readonly RuleCase[] = [
  { name: 'one of them', text: `${image}\n${wget}${wget}${user}`, findings: 0 },
  { name: 'in two stages', text: `${image} AS a\n${wget}\n${image}\n${curl}COPY --from=a /a /a\n${user}`, findings: 0 },
  { name: 'one where the other is missing', text: `${image}\nRUN curl -fsSLO https://example.com/b || wget -q https://example.com/b\n${user}`, findings: 0 },
  { name: 'only installed', text: `${image}\nRUN apt-get install -y wget\n${curl}${user}`, findings: 0 },
  { name: 'both', text: `${image}\n${wget}${curl}${curl}${user}`, findings: ['curl'] },
  { name: 'in a stage and the one below', text: `${image} AS a\n${curl}\nFROM a\n${wget}${user}`, findings: ['wget'] },
]; // prettier-ignore

describe('correctness/wget-and-curl', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });
});
