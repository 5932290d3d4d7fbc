import { describe, it } from 'vitest';
import rule from '../../../server/rules/correctness/shell-instruction.ts';
import { checkCase, type RuleCase } from '../../support/rule-tester.ts';

const debian = 'FROM debian:trixie-slim\n';
const user = 'USER 10001\n';

const cases: readonly RuleCase[] = [
  { name: 'SHELL', text: `${debian}SHELL ["/bin/bash", "-c"]\nRUN true\n${user}`, findings: 0 },
  { name: 'another link', text: `${debian}RUN ln -s /bin/bash /usr/local/bin/sh\n${user}`, findings: 0 },
  { name: 'a program', text: `${debian}RUN ln -sf /opt/app/run /bin/sh2\n${user}`, findings: 0 },
  { name: 'busybox makes the shell of a small image', text: `FROM busybox:1.37\nRUN ln -s /bin/busybox /bin/sh\n${user}`, findings: 0 },
  { name: 'where there is none', text: `${debian}RUN [ -e /bin/sh ] || ln -s /bin/bash /bin/sh\n${user}`, findings: 0 },
  {
    name: 'the old one is removed first',
    text: `${debian}# bash, please\nRUN rm /bin/sh && ln -s /bin/bash /bin/sh\n${user}`,
    findings: ['ln -s /bin/bash /bin/sh'],
    fixed: `${debian}# bash, please\nSHELL ["/bin/bash", "-c"]\n${user}`,
  },
  {
    name: 'lower case, another place',
    text: `from debian:trixie-slim\nrun ln -snf /usr/bin/bash /usr/bin/sh\nuser 10001\n`,
    findings: 1,
    fixed: `from debian:trixie-slim\nshell ["/usr/bin/bash", "-c"]\nuser 10001\n`,
  },
  {
    name: 'relative',
    text: `${debian}RUN ln -sf bash /bin/sh\n${user}`,
    findings: 1,
    fixed: `${debian}SHELL ["/bin/bash", "-c"]\n${user}`,
  },
  {
    name: 'with other commands: no fix',
    text: `${debian}RUN ln -sf /bin/bash /bin/sh && mkdir /data\n${user}`,
    findings: 1,
    fixed: `${debian}RUN ln -sf /bin/bash /bin/sh && mkdir /data\n${user}`,
  },
]; // prettier-ignore

describe('correctness/shell-instruction', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });
});
