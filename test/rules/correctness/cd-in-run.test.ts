import { describe, it } from 'vitest';
import rule from '../../../server/rules/correctness/cd-in-run.ts';
import { checkCase, type RuleCase } from '../../support/rule-tester.ts';

const files = { 'app/a': '', 'app/web/b': '' };
const start = 'FROM debian:13-slim\nWORKDIR /srv\nCOPY app ./app\n';

const cases: readonly RuleCase[] = [
  {
    name: 'in a folder that the script makes',
    files,
    text: `${start}RUN curl -fsSL https://example.com/a.tgz | tar xz && cd a && make\n`,
    findings: 0,
  },
  {
    name: 'first, in a folder that nothing copied',
    files,
    text: `${start}RUN cd /tmp && make\n`,
    findings: 0,
  },
  {
    name: 'in a subshell',
    files,
    text: `${start}RUN (cd app && make) && (cd app/web && make)\n`,
    findings: 0,
  },
  { name: 'there and back', files, text: `${start}RUN cd app && make && cd .. && make\n`, findings: 0 },
  { name: 'in CMD', files, text: `${start}CMD cd app && exec ./a\n`, findings: 0 },
  { name: 'an unknown folder', files, text: `${start}ARG DIR\nRUN cd $DIR && make\n`, findings: 0 },
  { name: 'perhaps', files, text: `${start}RUN cd app || cd web && make\n`, findings: 0 },
  {
    name: 'Windows',
    files,
    text: '# escape=`\nFROM mcr.microsoft.com/windows/nanoserver:ltsc2025\nRUN cd app\n',
    findings: 0,
  },
  {
    name: 'the whole RUN elsewhere',
    files,
    text: `${start}RUN cd app && make && make install\nCMD ["./app/a"]\n`,
    findings: ['cd app'],
    fixed: `${start}RUN cd app && make && make install\nCMD ["./app/a"]\n`,
  },
  {
    name: 'before another WORKDIR',
    files,
    text: `${start}RUN cd app/web && make\nENV A=b\nWORKDIR /x\n`,
    findings: ['cd app/web'],
    fixed: `${start}WORKDIR /srv/app/web\nRUN make\nENV A=b\nWORKDIR /x\n`,
  },
  {
    name: 'already there',
    files,
    text: `${start}RUN cd /srv/ \\\n    && make\n`,
    findings: ['cd /srv/'],
    fixed: `${start}RUN make\n`,
  },
  {
    name: 'no effect, there already',
    files,
    text: `${start}RUN cd /srv\n`,
    findings: ['cd /srv'],
    fixed: `${start}WORKDIR /srv\n`,
  },
  {
    name: 'no effect',
    files,
    text: `${start}RUN cd app\nRUN make\n`,
    findings: ['cd app'],
    fixed: `${start}WORKDIR /srv/app\nRUN make\n`,
  },
  {
    name: 'no effect behind others: no fix',
    files,
    text: `${start}RUN mkdir x && cd x\nRUN make\n`,
    findings: ['cd x'],
    fixed: `${start}RUN mkdir x && cd x\nRUN make\n`,
  },
];

describe('correctness/cd-in-run', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });
});
