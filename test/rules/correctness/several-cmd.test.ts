import { describe, it } from 'vitest';
import rule from '../../../server/rules/correctness/several-cmd.ts';
import { checkCase, type RuleCase } from '../../support/rule-tester.ts';

const alpine = 'FROM alpine:3.23\n';

const cases: readonly RuleCase[] = [
  {
    name: 'one of each',
    text: `${alpine}HEALTHCHECK CMD ["true"]\nENTRYPOINT ["a"]\nCMD ["b"]\n`,
    findings: 0,
  },
  {
    name: 'a stage replaces what it builds on has',
    text: 'FROM alpine:3.23 AS a\nCMD ["a"]\nFROM a\nCMD ["b"]\n',
    findings: 0,
  },
  { name: 'ONBUILD', text: `${alpine}ONBUILD CMD ["a"]\nCMD ["b"]\n`, findings: 0 },
  { name: 'HEALTHCHECK NONE', text: `${alpine}HEALTHCHECK NONE\n`, findings: 0 },
  {
    name: 'the earlier is dead, with its heredoc-less lines',
    text: `${alpine}# starts\nCMD ["a", \\\n  "b"]\n\nRUN true\nCMD ["c"]\n`,
    findings: 1,
    fixed: `${alpine}# starts\n\nRUN true\nCMD ["c"]\n`,
  },
  { name: 'three', text: `${alpine}CMD ["a"]\nCMD ["b"]\nCMD ["c"]\n`, findings: ['CMD ["a"]', 'CMD ["b"]'] },
  {
    name: 'HEALTHCHECK and ENTRYPOINT',
    text: `${alpine}HEALTHCHECK CMD a\nENTRYPOINT ["a"]\nHEALTHCHECK NONE\nENTRYPOINT ["b"]\n`,
    findings: ['HEALTHCHECK CMD a', 'ENTRYPOINT ["a"]'],
  },
];

describe('correctness/several-cmd', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });
});
