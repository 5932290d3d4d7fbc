import fc from 'fast-check';
import { expect, it } from 'vitest';
import { applyEdits, areDisjoint, EditSet, type TextEdit } from '../../server/dockerfile/span.ts';
import { insertAfter, insertBefore, removeInstruction } from '../../server/edit/insert.ts';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { dockerfiles } from './dockerfiles.ts';

const texts = fc.string({ maxLength: 40 });
const editsOf = (text: string): fc.Arbitrary<TextEdit[]> =>
  fc.array(
    fc
      .tuple(fc.nat(text.length), fc.nat(text.length), fc.string({ maxLength: 4 }))
      .map(([a, b, newText]) => ({ span: { start: Math.min(a, b), end: Math.max(a, b) }, newText })),
    { maxLength: 8 },
  );
const cases = texts.chain((text) => fc.tuple(fc.constant(text), editsOf(text)));

it('applies disjoint edits exactly: what is not replaced stays', () => {
  fc.assert(
    fc.property(cases, ([text, edits]) => {
      if (!areDisjoint(edits)) {
        expect(() => applyEdits(text, edits)).toThrow(RangeError);
        return;
      }
      // From the end, one by one, nothing moves what is still to come.
      const reference = edits
        .map((edit, i) => ({ ...edit, i }))
        .sort((a, b) => b.span.start - a.span.start || b.span.end - a.span.end || b.i - a.i)
        .reduce((now, { span, newText }) => now.slice(0, span.start) + newText + now.slice(span.end), text);
      expect(applyEdits(text, edits)).toBe(reference);
    }),
  );
});

it('gathers only edits that can be applied together', () => {
  fc.assert(
    fc.property(cases, ([text, edits]) => {
      const set = new EditSet(text.length);
      const taken = edits.filter((edit) => set.add([edit]));
      expect(areDisjoint(taken)).toBe(true);
      expect(applyEdits(text, set.all)).toBe(applyEdits(text, taken));
    }),
  );
});

it('refuses edits outside the text as a whole', () => {
  const set = new EditSet(3);
  expect(set.add([{ span: { start: 0, end: 1 }, newText: 'x' }, { span: { start: 2, end: 4 }, newText: '' }])).toBe(false); // prettier-ignore
  expect(set.all).toEqual([]);
});

it('inserts and removes whole instructions', () => {
  fc.assert(
    fc.property(dockerfiles, fc.nat(20), (text, pick) => {
      const model = parseDockerfile(text);
      const instruction = model.instructions[pick % Math.max(1, model.instructions.length)];
      // Behind a heredoc that does not end, or an escape character at the end, there is no place for a line.
      if (!instruction || model.problems.some(({ kind }) => kind === 'unterminated-heredoc')) return;
      // At the top of the file a comment may become a directive.
      if (model.comments.some((comment) => /^(?:escape|syntax|check)=/.test(comment.text))) return;
      const keywords = model.instructions.map(({ keyword }) => keyword);
      const after = (edit: TextEdit): string[] =>
        parseDockerfile(applyEdits(text, [edit])).instructions.map(({ keyword }) => keyword);
      const { index } = instruction;
      expect(after(insertBefore(model, instruction, ['USER x']))).toEqual(
        keywords.toSpliced(index, 0, 'USER'),
      );
      const dangling = index === keywords.length - 1 && /[\\`]\s*(?:#[^\n]*\s*)*$/.test(text);
      if (dangling) return;
      expect(after(insertAfter(model, instruction, ['USER x']))).toEqual(
        keywords.toSpliced(index + 1, 0, 'USER'),
      );
      expect(after(removeInstruction(model, instruction))).toEqual(keywords.toSpliced(index, 1));
    }),
    { numRuns: 600 },
  );
});
