import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/correctness/syntax.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, preferredFix, type RuleCase } from '../../support/rule-tester.ts';

const node = 'FROM node:22-alpine\n';

const cases: readonly RuleCase[] = [
  {
    name: 'a whole file',
    text: `${node}WORKDIR /app\nRUN --mount=type=cache,target=/x true\nCMD ["node"]\n`,
    findings: 0,
  },
  {
    name: 'every instruction',
    text: `ARG A=1\n${node}ADD --checksum=sha256:0 https://example.org/a /a\nARG B\nENV C=1 D=2\nEXPOSE 80\nHEALTHCHECK NONE\nLABEL a=b\nMAINTAINER me\nONBUILD RUN true\nSHELL ["/bin/sh", "-c"]\nSTOPSIGNAL 9\nUSER 1\nVOLUME /v\nENTRYPOINT ["a"]\n`,
    findings: 0,
  },
  { name: 'lower case', text: 'from node:22-alpine\nrun true\n', findings: 0 },
  { name: 'the old form of ENV', text: `${node}ENV A b c\n`, findings: 0 },
  {
    name: 'a comment that correctness/inline-comment tells',
    text: `${node}ENV A=1 # b c\nFROM scratch # x y\nHEALTHCHECK NONE # off\nSHELL ["/bin/sh", "-c"] # x\n`,
    findings: 0,
  },
  { name: 'a spelling', text: `${node}RUNN true\n`, findings: ['RUNN'], fixed: `${node}RUN true\n` },
  {
    name: 'letters that changed places',
    text: `${node}COYP a b\n`,
    findings: ['COYP'],
    fixed: `${node}COPY a b\n`,
  },
  {
    name: 'in lower case',
    text: 'from node:22-alpine\nwokdir /a\n',
    findings: ['wokdir'],
    fixed: 'from node:22-alpine\nworkdir /a\n',
  },
  {
    name: 'FROM itself is one problem',
    text: 'FORM node:22-alpine\nUSER node\nCMD ["a"]\n',
    findings: ['FORM'],
    fixed: 'FROM node:22-alpine\nUSER node\nCMD ["a"]\n',
  },
  { name: 'instructions before FROM are one problem', text: `RUN a\nRUN b\n${node}`, findings: ['RUN'] },
  { name: 'no FROM', text: 'RUN a\nRUN b\n', findings: 1 },
  {
    name: 'a flag',
    text: `${node}COPY --form=x a b\n`,
    findings: ['--form'],
    fixed: `${node}COPY --from=x a b\n`,
  },
  { name: 'a flag of another instruction', text: `${node}RUN --chmod=755 a\n`, findings: 1 },
  { name: 'a heredoc without end', text: `${node}RUN <<EOF\ntrue\n`, findings: ['<<EOF'] },
  { name: 'ONBUILD FROM', text: `${node}ONBUILD FROM a\n`, findings: 1 },
  { name: 'COPY without target', text: `${node}COPY a\n`, findings: ['COPY'] },
  { name: 'a value without quotes', text: `${node}ENV A=b c\n`, findings: 1 },
  {
    name: 'a forgotten backslash',
    text: `${node}RUN mkdir /data &&\n    chown 10001 /data\n`,
    findings: ['chown'],
    fixed: `${node}RUN mkdir /data && \\\n    chown 10001 /data\n`,
  },
  {
    name: 'a blank line between: no guess',
    text: `${node}RUN true &&\n\n    npm ci\n`,
    findings: 1,
    fixed: `${node}RUN true &&\n\n    npm ci\n`,
  },
  {
    name: 'prose is one problem',
    text: `${node}RUN true\nThe file\ngoes on\nlike this.\nUSER node\n`,
    findings: ['The'],
  },
  { name: 'two places are two', text: `${node}The file\nRUN true\ngoes on\n`, findings: ['The', 'goes'] },
  { name: 'an empty file', text: '', findings: 1 },
];

describe('correctness/syntax', () => {
  // The empty file has no CRLF variant that differs.
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });

  it('is safe for a spelling and suggested for a backslash', async () => {
    const applicability = async (text: string): Promise<string | undefined> =>
      preferredFix(findingsOf(rule, text, await factsFor(text))[0]!)?.applicability;
    expect(await applicability(`${node}RUNN true\n`)).toBe('safe');
    expect(await applicability(`${node}RUN true &&\n  npm ci\n`)).toBe('suggested');
  });

  it.each([
    ['WORKDR /app', true],
    ['}}WORKDIR /app', false],
    ['ENVS:', false],
  ])('leaves templates and prose to their authors: %s', async (line, sure) => {
    const text = `FROM node:22-alpine\n${line}\n`;
    const fix = preferredFix(findingsOf(rule, text, await factsFor(text))[0]!);
    expect([fix?.applicability, fix?.preferred]).toEqual(sure ? ['safe', true] : ['suggested', false]);
  });

  it('is quick with a long text that is no Dockerfile', async () => {
    const text = 'once upon a time\nRUN\n'.repeat(10_000);
    const facts = await factsFor(node);
    expect(findingsOf(rule, text, facts).length).toBeGreaterThan(1);
  });

  it('names the flags there are', async () => {
    const text = `${node}COPY --quick a b\n`;
    expect(findingsOf(rule, text, await factsFor(text))[0]!.message).toContain('--chown');
  });
});
