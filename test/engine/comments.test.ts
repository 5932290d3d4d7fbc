import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { analyze } from '../../server/engine/analyze.ts';
import { keepsComments } from '../../server/engine/comments.ts';
import { factsFor } from '../support/facts.ts';
import { findsKeyword } from './rules.ts';

const text = 'FROM a\n# one\nRUN b \\\n  # two\n  #\n  && c\nCMD d\n';
const model = parseDockerfile(text);
const at = (part: string) => ({ start: text.indexOf(part), end: text.indexOf(part) + part.length });

describe('a fix keeps comments', () => {
  it.each<[string, { span: { start: number; end: number }; newText: string }[], boolean]>([
    ['no edit', [], true],
    ['beside them', [{ span: at('CMD d'), newText: '' }], true],
    ['an insertion at one', [{ span: { start: at('# two').start, end: at('# two').start }, newText: 'x' }], true],
    ['a part of one', [{ span: at('one'), newText: 'eins' }], true],
    ['an empty one goes', [{ span: at('#\n  && c'), newText: '&& c' }], true],
    ['one in an instruction goes', [{ span: at('b \\\n  # two\n  #\n  && c'), newText: 'b && c' }], false],
    ['it is written again', [{ span: at('b \\\n  # two\n  #\n  && c'), newText: 'b \\\n# two\n && c' }], true],
    ['it is written elsewhere', [{ span: at('# one\n'), newText: '' }, { span: at('CMD d'), newText: '# one\nCMD d' }], true],
    ['all of the file', [{ span: { start: 0, end: text.length }, newText: 'FROM a' }], false],
  ])('%s', (_, edits, expected) => {
    expect(keepsComments(edits, model)).toBe(expected);
  }); // prettier-ignore

  it('or is not offered', async () => {
    const rule = findsKeyword('size/x', 'RUN', {
      fixes: ({ span }) => [
        { title: 'Drop it', applicability: 'safe', edits: [{ span, newText: 'RUN c' }] },
        { title: 'Keep it', applicability: 'safe', edits: [{ span: at('&& c'), newText: '' }] },
      ],
    });
    const { findings } = analyze(model, await factsFor(text), { only: [rule] });
    expect(findings[0]?.fixes().map(({ title }) => title)).toEqual(['Keep it']);
  });
});
