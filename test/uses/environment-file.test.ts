import { expect, test } from 'vitest';
import { parseEnvironmentFile } from '../../server/uses/environment-file.ts';

test('reads names and values as Compose does', () => {
  const text = [
    '# a comment',
    'PLAIN=one',
    'export SHOWN = two ',
    "SINGLE='a # b $c'",
    'DOUBLE="three"',
    'BEHIND=four # a remark',
    'EMPTY=',
    'FROM_OUTSIDE',
    'REFERS=$PLAIN/x',
    'REFERS_TOO="${PLAIN}"',
    'OPEN="goes on',
    '1NOT=a name',
  ].join('\r\n');
  expect(Object.fromEntries(parseEnvironmentFile(text))).toEqual({
    PLAIN: 'one',
    SHOWN: 'two',
    SINGLE: 'a # b $c',
    DOUBLE: 'three',
    BEHIND: 'four',
    EMPTY: '',
    FROM_OUTSIDE: undefined,
    REFERS: undefined,
    REFERS_TOO: undefined,
    OPEN: undefined,
  });
});
