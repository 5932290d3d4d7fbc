import fc from 'fast-check';
import { expect, test } from 'vitest';
import { replacement } from '../../client/text-edit.ts';

function apply(before: string, after: string): string {
  const { start, end, text } = replacement(before, after);
  expect(start).toBeLessThanOrEqual(end);
  return before.slice(0, start) + text + before.slice(end);
}

const lines = fc
  .array(fc.constantFrom('FROM a', 'RUN b', 'RUN bb', '', '\r', 'é', '😀'), { maxLength: 8 })
  .map((parts) => parts.join('\n'));

test('turns one text into the other', () => {
  fc.assert(fc.property(lines, lines, (before, after) => apply(before, after) === after));
});

test('replaces nothing in an unchanged text', () => {
  fc.assert(
    fc.property(lines, (text) => {
      const { start, end, text: inserted } = replacement(text, text);
      expect(text.slice(start, end)).toBe(inserted);
    }),
  );
});

test('leaves the lines before and after the change alone', () => {
  const before = 'FROM node:22\r\nRUN npm install\r\nCMD ["x"]\r\n';
  const after = 'FROM node:22\r\nRUN npm ci\r\nCMD ["x"]\r\n';
  const { start, end, text } = replacement(before, after);
  expect(before.slice(start, end)).toBe('RUN npm install\r\n');
  expect(text).toBe('RUN npm ci\r\n');
});

test('a text that begins with an empty line', () => {
  expect(apply('\na', 'b\na')).toBe('b\na');
});
