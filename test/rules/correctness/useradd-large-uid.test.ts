import { describe, it } from 'vitest';
import rule from '../../../server/rules/correctness/useradd-large-uid.ts';
import { checkCase, type RuleCase } from '../../support/rule-tester.ts';

const ubuntu = 'FROM ubuntu:24.04\n';
const user = 'USER app\n';

const cases: readonly RuleCase[] = [
  { name: 'a small uid', text: `${ubuntu}RUN useradd -u 10001 app\n${user}`, findings: 0 },
  { name: 'no uid', text: `${ubuntu}RUN useradd -m app\n${user}`, findings: 0 },
  { name: '-l', text: `${ubuntu}RUN useradd -l -u 1000001 app\n${user}`, findings: 0 },
  { name: '-l among letters', text: `${ubuntu}RUN useradd -mlu 1000001 app\n${user}`, findings: 0 },
  { name: 'a variable that only the build knows', text: `${ubuntu}ARG UID\nRUN useradd -u $UID app\n${user}`, findings: 0 },
  { name: 'a group', text: `${ubuntu}RUN groupadd -g 1000001 app\n${user}`, findings: 0 },
  { name: 'a large gid', text: `${ubuntu}RUN useradd -u 1000 -g 1000001 app\n${user}`, findings: 0 },
  { name: 'Alpine has no such logs', text: `FROM alpine:3.23\nRUN apk add --no-cache shadow && useradd -u 1000001 app\n${user}`, findings: 0 },
  { name: 'nor has Debian 13', text: `FROM debian:trixie-slim\nRUN useradd -u 1000001 app\n${user}`, findings: 0 },
  {
    name: 'a large uid',
    text: `${ubuntu}RUN groupadd app && useradd -r -u 1000001 app\n${user}`,
    findings: ['useradd'],
    fixed: `${ubuntu}RUN groupadd app && useradd --no-log-init -r -u 1000001 app\n${user}`,
  },
  {
    name: 'in a variable with a default',
    text: `${ubuntu}ARG UID=200000\nRUN useradd --uid=\${UID} app\n${user}`,
    findings: 1,
    fixed: `${ubuntu}ARG UID=200000\nRUN useradd --no-log-init --uid=\${UID} app\n${user}`,
  },
  {
    name: 'in JSON form',
    text: `${ubuntu}RUN ["useradd", "-u", "1000001", "app"]\n${user}`,
    findings: 1,
    fixed: `${ubuntu}RUN ["useradd", "--no-log-init", "-u", "1000001", "app"]\n${user}`,
  },
]; // prettier-ignore

describe('correctness/useradd-large-uid', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });
});
