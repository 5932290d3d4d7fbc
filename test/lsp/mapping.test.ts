import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { replacement, toRange, toSpan } from '../../server/lsp/mapping.ts';

const document = (text: string): TextDocument => TextDocument.create('file:///x', 'dockerfile', 1, text);

describe('toRange', () => {
  it('counts UTF-16 units and lines of any ending', () => {
    const doc = document('# 🐳\r\nFROM a\nRUN b');
    expect(toRange(doc, { start: 2, end: 4 })).toEqual({
      start: { line: 0, character: 2 },
      end: { line: 0, character: 4 },
    });
    const run = doc.getText().indexOf('RUN');
    expect(toRange(doc, { start: run, end: run + 3 })).toEqual({
      start: { line: 2, character: 0 },
      end: { line: 2, character: 3 },
    });
  });

  it('is undone by toSpan', () => {
    const doc = document('FROM a\r\nRUN b\r\n\r\nCMD c');
    for (const offset of [0, 3, 6, 8, 12, 17, 20])
      expect(toSpan(doc, toRange(doc, { start: offset, end: offset }))).toEqual({
        start: offset,
        end: offset,
      });
  });
});

describe('replacement', () => {
  it('leaves the lines both texts share alone', () => {
    const doc = document('FROM a\nRUN b\nCMD c\n');
    expect(replacement(doc, 'FROM a\nRUN bb\nCMD c\n')).toEqual([
      { range: { start: { line: 1, character: 0 }, end: { line: 2, character: 0 } }, newText: 'RUN bb\n' },
    ]);
  });

  it('is empty for the same text', () => {
    expect(replacement(document('FROM a\n'), 'FROM a\n')).toEqual([]);
  });

  it('turns any text into any other', () => {
    const lines = fc.array(fc.constantFrom('FROM a', 'RUN b', '', '🐳', 'x'), { maxLength: 6 });
    const text = fc
      .tuple(lines, fc.constantFrom('\n', '\r\n'), fc.boolean())
      .map(([parts, eol, last]) => parts.join(eol) + (last ? eol : ''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const doc = document(before);
        expect(TextDocument.applyEdits(doc, replacement(doc, after))).toBe(after);
      }),
    );
  });
});
