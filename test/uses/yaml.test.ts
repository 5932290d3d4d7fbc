import { expect, test } from 'vitest';
import { parseYamlRecord, Tagged } from '../../server/uses/yaml.ts';

test('resolves anchors and merge keys', () => {
  expect(parseYamlRecord('x: &a { b: 1 }\ny:\n  <<: *a\n  c: 2\n')).toEqual({
    x: { b: 1 },
    y: { b: 1, c: 2 },
  });
});

test('keeps the tags that say how files are merged', () => {
  const read = parseYamlRecord('a: !override [1]\nb: !reset null\nc: !reset\nd: !override { e: f }\n');
  expect(read).toEqual({
    a: new Tagged('override', [1]),
    b: new Tagged('reset', null),
    c: new Tagged('reset', null),
    d: new Tagged('override', { e: 'f' }),
  });
});

test.each([
  ['broken YAML', 'a: [1'],
  ['a list', '- a\n- b\n'],
  ['nothing', ''],
  ['brackets without end', '['.repeat(50_000)],
  ['aliases that grow', `a: &a [x,x,x,x,x,x,x,x,x,x]\n${'bcdefgh'.split('').map((name, i) => `${name}: &${name} [${Array(10).fill(`*${'abcdefgh'[i]}`).join(',')}]`).join('\n')}\n`],
])('%s gives nothing', (_, text) => {
  expect(parseYamlRecord(text)).toBeUndefined();
}); // prettier-ignore
