import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { analyze } from '../../server/engine/analyze.ts';
import { writesIntoOpenEnd } from '../../server/engine/open-end.ts';
import { factsFor } from '../support/facts.ts';
import { findsKeyword } from './rules.ts';

describe('what is written behind the end of a file', () => {
  it.each<[string, string, boolean]>([
    ['of its own', 'FROM a\nRUN b\n', false],
    ['of its own without a line break', 'FROM a\nRUN b', false],
    ['of its own, in a heredoc that ends', 'FROM a\nRUN <<E\nb\nE\n', false],
    ['is lost in a heredoc that does not end', 'FROM a\nRUN <<E\nb\n', true],
    ['is lost in the second heredoc', 'FROM a\nRUN <<E <<F\nb\nE\n', true],
    ['is lost in the heredoc of ONBUILD', 'FROM a\nONBUILD RUN <<E\nb\n', true],
    ['joins a continued line', 'FROM a\nRUN b \\', true],
    ['joins a continued line, with blanks behind it', 'FROM a\r\nRUN b \\ \r\n', true],
    ['joins a continued line, with comments behind it', 'FROM a\nRUN b \\\n\n# c\n  # d', true],
    ['does not join one that another character would continue', 'FROM a\nRUN b `\n', false],
    ['joins one that the file continues so', '# escape=`\nFROM a\nRUN b `\n', true],
    ['is all there is', '', false],
    ['is all but comments', '# a\n\n# b', false],
  ])('%s', (_, text, expected) => {
    const end = { start: text.length, end: text.length };
    expect(writesIntoOpenEnd([{ span: end, newText: 'USER 1' }], parseDockerfile(text))).toBe(expected);
    if (text.startsWith('FROM'))
      expect(writesIntoOpenEnd([{ span: { start: 0, end: 4 }, newText: 'from' }], parseDockerfile(text))).toBe(false);
  }); // prettier-ignore

  it('is not offered as a fix when it would be lost', async () => {
    const text = 'FROM a\nRUN <<E\nb\n';
    const end = { start: text.length, end: text.length };
    const rule = findsKeyword('size/x', 'RUN', {
      fixes: ({ span }) => [
        { title: 'Behind it', applicability: 'safe', edits: [{ span: end, newText: 'USER 1' }] },
        { title: 'Before it', applicability: 'safe', edits: [{ span: { start: span.start, end: span.start }, newText: 'USER 1\n' }] },
      ],
    }); // prettier-ignore
    const { findings } = analyze(parseDockerfile(text), await factsFor(text), { only: [rule] });
    expect(findings[0]?.fixes().map(({ title }) => title)).toEqual(['Before it']);
  });
});
