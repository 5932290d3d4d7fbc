import { describe, it } from 'vitest';
import rule from '../../../server/rules/correctness/copy-many-to-file.ts';
import { checkCase, type RuleCase } from '../../support/rule-tester.ts';

const files = { a: '', b: '' };
const alpine = 'FROM alpine:3.23\n';

const cases: readonly RuleCase[] = [
  { name: 'a heredoc at the end', text: `${alpine}COPY a b <<EOF\nx\nEOF\n`, findings: 0 },
  { name: 'one source', files, text: `${alpine}COPY a /x\n`, findings: 0 },
  {
    name: 'a folder',
    files,
    text: `${alpine}WORKDIR /w\nCOPY a b /x/\nCOPY a b ./\nCOPY a b .\nCOPY a b ..\n`,
    findings: 0,
  },
  { name: 'JSON form', files, text: `${alpine}COPY ["a", "b", "/x/"]\n`, findings: 0 },
  { name: 'a variable', files, text: `${alpine}ARG DEST\nCOPY a b $DEST\n`, findings: 0 },
  {
    name: 'a variable that ends in a slash',
    files,
    text: `${alpine}ARG DEST=/x/\nCOPY a b $DEST\n`,
    findings: 0,
  },
  { name: 'a comment is another rule', files, text: `${alpine}COPY a /x # the file\n`, findings: 0 },
  { name: 'a broken array is another rule', files, text: `${alpine}COPY ['a', 'b', 'c']\n`, findings: 0 },
  {
    name: 'Windows',
    files,
    text: '# escape=`\nFROM mcr.microsoft.com/windows/nanoserver:ltsc2025\nCOPY a b C:\\x\\\n',
    findings: 0,
  },
  {
    name: 'a file',
    files,
    text: `${alpine}COPY a b /x\n`,
    findings: ['/x'],
    fixed: `${alpine}COPY a b /x/\n`,
  },
  {
    name: 'JSON form',
    files,
    text: `${alpine}COPY ["a", "b", "/x"]\n`,
    findings: ['"/x"'],
    fixed: `${alpine}COPY ["a", "b", "/x/"]\n`,
  },
  {
    name: 'ADD and ONBUILD',
    files,
    text: `${alpine}ADD a b /x\nONBUILD COPY a b /y\n`,
    findings: ['/x', '/y'],
  },
  {
    name: 'a known variable',
    files,
    text: `${alpine}ENV DEST=/x\nCOPY a b $DEST\n`,
    findings: ['$DEST'],
    fixed: `${alpine}ENV DEST=/x\nCOPY a b $DEST/\n`,
  },
  { name: 'heredocs', files, text: `${alpine}COPY <<A <<B /x\na\nA\nb\nB\n`, findings: ['/x'] },
];

describe('correctness/copy-many-to-file', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });
});
