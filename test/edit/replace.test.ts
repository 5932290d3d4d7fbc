import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../server/dockerfile/span.ts';
import { replaceLines } from '../../server/edit/replace.ts';

describe('replaceLines', () => {
  it.each([
    ['only the changed line', 'a\nb\nc\n', 'a\nx\nc\n', { start: 2, end: 4 }, 'x\n'],
    ['nothing', 'a\nb\n', 'a\nb\n', undefined, undefined],
    ['a line more', 'a\nc\n', 'a\nb\nc\n', { start: 2, end: 2 }, 'b\n'],
    ['a line less', 'a\nb\nc\n', 'a\nc\n', { start: 2, end: 4 }, ''],
    ['the end of a line', 'a\nbc\nd', 'a\nbx\nd', { start: 2, end: 5 }, 'bx\n'],
    ['the first line break', '\nA', 'B\nA', undefined, undefined],
    ['a file without a line break', 'a', 'b', { start: 0, end: 1 }, 'b'],
    ['an empty file', '', 'FROM a\n', { start: 0, end: 0 }, 'FROM a\n'],
    ['CRLF', 'a\r\nb\r\nc\r\n', 'a\r\nx\r\nc\r\n', { start: 3, end: 6 }, 'x\r\n'],
  ] as const)('changes %s', (_, before, after, span, newText) => {
    const edit = replaceLines(before, after);
    expect(applyEdits(before, [edit])).toBe(after);
    if (span) expect(edit).toEqual({ span, newText });
  });

  it('makes any text of any other, and touches whole lines', () => {
    const text = fc.array(fc.constantFrom('a', 'b', '\n', '\r\n', 'é')).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const edit = replaceLines(before, after);
        expect(applyEdits(before, [edit])).toBe(after);
        const { start, end } = edit.span;
        if (before !== after) expect(start === 0 || before[start - 1] === '\n').toBe(true);
        expect(end === before.length || end === 0 || before[end - 1] === '\n').toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
