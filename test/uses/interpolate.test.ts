import { expect, test } from 'vitest';
import { interpolate } from '../../server/uses/interpolate.ts';
import fc from 'fast-check';

const values = new Map<string, string | undefined>([
  ['NAME', 'api'],
  ['EMPTY', ''],
  ['SECRET', undefined],
]);
const lookup = (name: string) => (values.has(name) ? { value: values.get(name) } : undefined);

test.each([
  ['plain', 'plain'],
  ['./$NAME/x', './api/x'],
  ['${NAME}s', 'apis'],
  ['$UNSET', ''],
  ['${UNSET}', ''],
  ['${UNSET:-web}', 'web'],
  ['${UNSET-web}', 'web'],
  ['${EMPTY:-web}', 'web'],
  ['${EMPTY-web}', ''],
  ['${NAME:+on}', 'on'],
  ['${EMPTY:+on}', ''],
  ['${EMPTY+on}', 'on'],
  ['${UNSET:-${NAME}-2}', 'api-2'],
  ['${NAME:?must be set}', 'api'],
  ['cost: 5$$', 'cost: 5$'],
  ['$$NAME', '$NAME'],
])('%s is %s', (text, expected) => {
  expect(interpolate(text, lookup)).toBe(expected);
});

test.each([
  ['a value that nobody knows', '$SECRET'],
  ['an unknown value with a default', '${SECRET:-x}'],
  ['an error that Compose would stop with', '${UNSET:?must be set}'],
  ['a brace that is never closed', '${NAME'],
  ['no name', '${}'],
  ['a lone dollar', 'a $ b'],
  ['an operator that Compose does not have', '${NAME/a/b}'],
  ['braces without end', '${A:-'.repeat(50) + '}'.repeat(50)],
])('%s is not known', (_, text) => {
  expect(interpolate(text, lookup)).toBeUndefined();
});

test('never throws, and leaves text without a dollar alone', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('$', '{', '}', ':', '-', 'A', '?', '+') }), (text) => {
      const result = interpolate(text, lookup);
      if (!text.includes('$')) expect(result).toBe(text);
    }),
  );
});
