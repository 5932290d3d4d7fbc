import { expect, test } from 'vitest';
import { bakeTargets } from '../../../server/uses/bake/targets.ts';

const hcl = (text: string) => ({ text, json: false });
const read = (...files: { text: string; json: boolean }[]) =>
  Object.fromEntries(bakeTargets(files).map(({ name, fields }) => [name, Object.fromEntries(fields)]));

test('inherits, merges maps and fills in variables', () => {
  const targets = read(
    hcl(`
variable "VERSION" { default = "22" }
variable "FULL" { default = "\${VERSION}.1" }
variable "UNSET" {}
target "base" {
  args = { A = "1", B = "2" }
  context = "./base"
}
target "web" {
  inherits = ["base"]
  context  = "./web"
  args     = { B = FULL, C = UNSET, D = "x-\${VERSION}" }
}
`),
  );
  expect(targets['web']!['context']).toBe('./web');
  expect(targets['web']!['args']).toEqual(
    new Map<string, unknown>([['A', '1'], ['B', '22.1'], ['C', undefined], ['D', 'x-22']]),
  );
}); // prettier-ignore

test('JSON says the same', () => {
  const text = JSON.stringify({
    variable: { V: { default: '22' } },
    target: { web: { context: 'web', args: { NODE: 'v${V}', N: 3 } } },
  });
  expect(read({ text, json: true })['web']).toEqual({
    context: 'web',
    args: new Map([
      ['NODE', 'v22'],
      ['N', '3'],
    ]),
  });
});

test('a later file lies over an earlier one', () => {
  const targets = read(
    hcl('target "a" { context = "one"\n target = "t" }'),
    hcl('target "a" { context = "two" }'),
  );
  expect(targets['a']).toEqual({ context: 'two', target: 't' });
});

test.each([
  ['targets that inherit one another', 'target "a" { inherits = ["b"] }\ntarget "b" { inherits = ["a"]\n context = "c" }'],
  ['variables that refer to one another', 'variable "A" { default = "${B}" }\nvariable "B" { default = "${A}" }\ntarget "a" { context = A }'],
])('%s come to an end', (_, text) => {
  expect(Object.keys(read(hcl(text)))).toContain('a');
}); // prettier-ignore

test('a matrix makes names that only bake knows, and broken files give nothing', () => {
  expect(read(hcl('target "a" { matrix = { x = ["1"] }\n name = "a-${x}" }'))).toEqual({});
  expect(read({ text: '{', json: true })).toEqual({});
  expect(read({ text: `{"target":{"a":${'['.repeat(5000)}${']'.repeat(5000)}}}`, json: true })).toEqual({});
});
