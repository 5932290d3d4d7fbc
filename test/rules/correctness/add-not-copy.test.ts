import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/correctness/add-not-copy.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf, preferredFix, type RuleCase } from '../../support/rule-tester.ts';

const from = 'FROM alpine:3.23\n';
const user = 'USER 10001\n';
const add = (line: string): string => `${from}${line}\n${user}`;
const files = {
  'a.txt': 'a',
  'src/b.txt': 'b',
  'pack/data.tar.gz': 'x',
  'pack/c.txt': 'c',
  program: 'x',
  '.dockerignore': '.git\n',
};

const cases: readonly RuleCase[] = [
  { name: 'COPY', text: add('COPY a.txt /a.txt'), files, findings: 0 },
  { name: 'a URL', text: add('ADD https://example.com/a.txt /a.txt'), files, findings: 0 },
  { name: 'a git repository', text: add('ADD git@github.com:acme/tool.git#v1 /tool'), files, findings: 0 },
  { name: 'git over https', text: add('ADD https://github.com/acme/tool.git /tool'), files, findings: 0 },
  ...['a.tar', 'a.tar.gz', 'a.tgz', 'a.tar.xz', 'a.tar.zst', 'a.tbz2', 'a.tar*', 'a.gz'].map((source) => ({
    name: source,
    text: add(`ADD ${source} /a/`),
    files,
    findings: 0,
  })),
  { name: 'a pattern that matches an archive', text: add('ADD pack/* /pack/'), files, findings: 0 },
  { name: 'a variable that may be a URL', text: add('ARG SOURCE\nADD $SOURCE /a'), files, findings: 0 },
  { name: 'a URL in a variable', text: add('ARG SOURCE=https://example.com/a\nADD $SOURCE /a'), files, findings: 0 },
  { name: '--checksum', text: add('ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d a.txt /a'), files, findings: 0 },
  { name: 'one of two is an archive', text: add('ADD a.txt pack/data.tar.gz /a/'), files, findings: 0 },
  { name: 'a file', text: add('ADD a.txt /a.txt'), files, findings: ['ADD'], fixed: add('COPY a.txt /a.txt') },
  { name: 'everything', text: add('ADD . /srv'), files, findings: 1, fixed: add('COPY . /srv') },
  { name: 'a folder with an archive', text: add('ADD pack /pack'), files, findings: 1, fixed: add('COPY pack /pack') },
  {
    name: 'with flags, in lower case',
    text: 'from alpine:3.23\nadd --chown=10001 --link a.txt src/b.txt /a/\nuser 10001\n',
    files,
    findings: 1,
    fixed: 'from alpine:3.23\ncopy --chown=10001 --link a.txt src/b.txt /a/\nuser 10001\n',
  },
  { name: 'JSON form', text: add('ADD ["a.txt", "/a b/"]'), files, findings: 1, fixed: add('COPY ["a.txt", "/a b/"]') },
  { name: 'a zip is not unpacked', text: add('ADD app.jar /app.jar'), files, findings: 1, fixed: add('COPY app.jar /app.jar') },
  { name: 'inline text', text: `${from}ADD <<EOF /a\nhello\nEOF\n${user}`, files, findings: 1, fixed: `${from}COPY <<EOF /a\nhello\nEOF\n${user}` },
  { name: 'a trigger', text: add('ONBUILD ADD . /srv'), files, findings: 1, fixed: add('ONBUILD COPY . /srv') },
  { name: 'without a context', text: add('ADD missing.txt /a'), findings: 1, fixed: add('COPY missing.txt /a') },
]; // prettier-ignore

describe('correctness/add-not-copy', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });

  it('only suggests it for a file that may be an archive', async () => {
    for (const [line, expected] of [
      ['ADD a.txt /a', 'safe'],
      ['ADD src /a', 'safe'],
      ['ADD program /a', 'suggested'],
      ['ARG FILE=a.txt\nADD $FILE /a', 'suggested'],
    ] as const) {
      const text = add(line);
      const [finding] = findingsOf(rule, text, await factsFor(text, files));
      expect(preferredFix(finding!)?.applicability, line).toBe(expected);
    }
  });
});
