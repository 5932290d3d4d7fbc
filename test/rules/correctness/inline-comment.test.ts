import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/correctness/inline-comment.ts';
import { checkCase, findingsOf, preferredFix, type RuleCase } from '../../support/rule-tester.ts';
import { factsFor } from '../../support/facts.ts';

const node = 'FROM node:22-alpine\n';

const cases: readonly RuleCase[] = [
  { name: 'a comment of its own', text: `# a\n${node}# b\nCOPY a b\n`, findings: 0 },
  {
    name: 'the shell knows comments',
    text: `${node}RUN ls # a\nCMD ls # b\nENTRYPOINT ls # c\n`,
    findings: 0,
  },
  {
    name: 'a health check in shell form',
    text: `${node}HEALTHCHECK CMD wget -q localhost # c\n`,
    findings: 0,
  },
  { name: 'a colour', text: `${node}ENV COLOR=#fff BACK="#000 # x" FRONT='a # b'\n`, findings: 0 },
  { name: 'a channel in the old form', text: `${node}ENV CHANNEL #builds\n`, findings: 0 },
  { name: 'a prompt that ends in #', text: `${node}ENV PS1 [\\u@\\h] #\n`, findings: 0 },
  { name: 'a comment inside a continued RUN', text: `${node}RUN a && \\\n  # why\n  b\n`, findings: 0 },
  { name: 'a comment line inside ENV', text: `${node}ENV A=1 \\\n  # why\n  B=2\n`, findings: 0 },
  { name: 'a heredoc', text: `${node}COPY <<EOF /a\n# one\nx # two\nEOF\n`, findings: 0 },
  {
    name: '# inside a word',
    text: `${node}COPY a#b c#d\nWORKDIR /a#b\nUSER a#b\nEXPOSE 80/tcp\n`,
    findings: 0,
  },
  { name: 'a quoted label over lines', text: `${node}LABEL d="one \\\ntwo # three"\n`, findings: 0 },
  { name: 'a file named #x', files: { '#x': '' }, text: `${node}COPY #x /x\n`, findings: 0 },
  { name: 'JSON form', text: `${node}COPY ["# a", "/b/"]\nCMD ["echo", "# a"]\n`, findings: 0 },
  { name: 'a test in brackets', text: `${node}RUN [ -f x ] # there?\n`, findings: 0 },
  {
    name: 'COPY',
    text: `${node}COPY . .    # everything\n`,
    findings: ['# everything'],
    fixed: `${node}# everything\nCOPY . .\n`,
  },
  {
    name: 'without a blank behind #',
    text: `${node}COPY a.txt /a/ #fixme later\n`,
    findings: ['#fixme later'],
    fixed: `${node}#fixme later\nCOPY a.txt /a/\n`,
  },
  {
    name: 'an apostrophe in the comment',
    text: `${node}ENV A=1 # don't touch B=2\n`,
    findings: ["# don't touch B=2"],
    fixed: `${node}# don't touch B=2\nENV A=1\n`,
  },
  {
    name: 'below comments of its own, with the same indentation',
    text: `${node}# first\n  EXPOSE 80 # http\n`,
    findings: ['# http'],
    fixed: `${node}# first\n  # http\n  EXPOSE 80\n`,
  },
  {
    name: 'behind the backslash: no fix, it would join the next line',
    text: `${node}ENV A=1 \\ # one\n    B="x y" \\ # two\n    C=3 # three\n`,
    findings: ['# one'],
  },
  {
    name: 'before the continuation',
    text: `${node}EXPOSE 80 # http \\\n       443 # https\n`,
    findings: ['# http'],
    fixed: `${node}# http\n# https\nEXPOSE 80 \\\n       443\n`,
  },
  { name: 'prose that goes on', text: `${node}COPY a /a/ # copies \\\n  everything\n`, findings: 1 },
  { name: 'nothing but a comment', text: `${node}EXPOSE # 80\nENV # A=1\nCOPY # a b\n`, findings: 3 },
  { name: 'no target is left', text: `${node}COPY a # b\n`, findings: ['# b'] },
  {
    name: 'FROM',
    text: 'FROM node:22-alpine AS build # builds\nRUN true\n',
    findings: ['# builds'],
    fixed: '# builds\nFROM node:22-alpine AS build\nRUN true\n',
  },
  {
    name: 'an order to the parser',
    text: 'FROM node:22-alpine # escape=`\nRUN true\n',
    findings: 1,
    fixed: 'FROM node:22-alpine # escape=`\nRUN true\n',
  },
  {
    name: 'WORKDIR',
    text: `${node}WORKDIR /app # home\n`,
    findings: ['# home'],
    fixed: `${node}# home\nWORKDIR /app\n`,
  },
  {
    name: 'USER',
    text: `${node}USER node # not root\n`,
    findings: ['# not root'],
    fixed: `${node}# not root\nUSER node\n`,
  },
  {
    name: 'VOLUME, STOPSIGNAL, ARG, LABEL',
    text: `${node}VOLUME /data # a\nSTOPSIGNAL SIGTERM # b\nARG V=1 # c\nLABEL a=b # c\n`,
    findings: ['# a', '# b', '# c', '# c'],
  },
  {
    name: 'the old form of ENV',
    text: `${node}ENV GREETING hello # to the user\n`,
    findings: ['# to the user'],
    fixed: `${node}# to the user\nENV GREETING hello\n`,
  },
  {
    name: 'ONBUILD',
    text: `${node}ONBUILD COPY . /app # later\n`,
    findings: ['# later'],
    fixed: `${node}# later\nONBUILD COPY . /app\n`,
  },
  {
    name: 'HEALTHCHECK in JSON form',
    text: `${node}HEALTHCHECK CMD ["true"] # ok\n`,
    findings: ['# ok'],
    fixed: `${node}# ok\nHEALTHCHECK CMD ["true"]\n`,
  },
  { name: 'HEALTHCHECK NONE', text: `${node}HEALTHCHECK NONE # off\n`, findings: ['# off'] },
  {
    name: 'ENTRYPOINT in JSON form, # in a string too',
    text: `${node}ENTRYPOINT ["a", "b # c"] # d\n`,
    findings: ['# d'],
    fixed: `${node}# d\nENTRYPOINT ["a", "b # c"]\n`,
  },
  {
    name: 'COPY with flags and a comment of many words',
    text: `${node}COPY --chown=node --from=node:22-alpine /a /b # one two three four five six seven\n`,
    findings: 1,
    fixed: `${node}# one two three four five six seven\nCOPY --chown=node --from=node:22-alpine /a /b\n`,
  },
];

describe('correctness/inline-comment', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });

  it('only suggests what changes a value', async () => {
    const text = `${node}ENV A b # c\n`;
    const [finding] = findingsOf(rule, text, await factsFor(text));
    expect(preferredFix(finding!)?.applicability).toBe('suggested');
  });

  it('says what each instruction makes of the words', async () => {
    const text = `${node}COPY a b # c\nWORKDIR /app # home\n`;
    const messages = findingsOf(rule, text, await factsFor(text)).map(({ message }) => message);
    expect(messages[0]).toContain('`c` as the destination');
    expect(messages[1]).toContain('`/app # home`');
  });
});
