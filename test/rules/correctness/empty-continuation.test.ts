import { describe, it } from 'vitest';
import rule from '../../../server/rules/correctness/empty-continuation.ts';
import { checkCase, type RuleCase } from '../../support/rule-tester.ts';

const alpine = 'FROM alpine:3.23\n';

const cases: readonly RuleCase[] = [
  { name: 'none', text: `${alpine}RUN a \\\n  && b\n\nRUN c\n`, findings: 0 },
  { name: 'comment lines', text: `${alpine}RUN a \\\n  # why\n  && b\n`, findings: 0 },
  { name: 'a line with a lone backslash', text: `${alpine}RUN a \\\n  \\\n  && b\n`, findings: 0 },
  { name: 'in a heredoc', text: `${alpine}RUN <<EOF\na\n\nb\nEOF\nCOPY <<EOF /x\n\n\nEOF\n`, findings: 0 },
  { name: 'within a quoted argument', text: `${alpine}LABEL a="b\\\nc"\n`, findings: 0 },
  { name: 'behind the last instruction', text: `${alpine}RUN a\n\n\n`, findings: 0 },
  {
    name: 'several, with blanks',
    text: `${alpine}RUN a \\\n  \t\n  && b \\\n\n\n  && c\n`,
    findings: ['\\'],
    fixed: `${alpine}RUN a \\\n  && b \\\n  && c\n`,
  },
  {
    name: 'with the other escape character',
    text: `# escape=\`\n${alpine}RUN a \`\n\n  && b\n`,
    findings: ['`'],
  },
  {
    name: 'swallows the next instruction',
    files: { a: '' },
    text: `${alpine}RUN apk add --no-cache tini \\\n\nCOPY a /b\n`,
    findings: ['\\'],
    fixed: `${alpine}RUN apk add --no-cache tini\n\nCOPY a /b\n`,
  },
  {
    name: 'a comment above the empty line that ends in a backslash',
    files: { a: '' },
    text: `${alpine}RUN apk add --no-cache tini \\\n  # why \\\n\nCOPY a /b\n`,
    findings: ['\\'],
    fixed: `${alpine}RUN apk add --no-cache tini\n  # why \\\n\nCOPY a /b\n`,
  },
  {
    name: 'a keyword alone, which can not end there',
    text: `${alpine}LABEL \\\n\nRUN a=b\n`,
    findings: ['\\'],
    fixed: `${alpine}LABEL \\\nRUN a=b\n`,
  },
];

describe('correctness/empty-continuation', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });
});
