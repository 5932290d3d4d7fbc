import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseChallenges } from '../../server/registry/challenge.ts';

it.each<[string, [string, Record<string, string>][]]>([
  ['', []],
  ['Basic', [['basic', {}]]],
  ['Bearer realm="https://a/t",service="s",scope="repository:x:pull,push"', [['bearer', { realm: 'https://a/t', service: 's', scope: 'repository:x:pull,push' }]]],
  ['Bearer realm=https://a/t , Basic realm="x"', [['bearer', { realm: 'https://a/t' }], ['basic', { realm: 'x' }]]],
  ['Basic realm="a \\"b\\" c"', [['basic', { realm: 'a "b" c' }]]],
  ['BEARER Realm="x"', [['bearer', { realm: 'x' }]]],
  ['Bearer realm="never closed', [['bearer', { realm: 'never closed' }]]],
  ['=x', []],
])('%s', (header, expected) => {
  const read = parseChallenges(header).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]);
  expect(read).toEqual(expected);
}); // prettier-ignore

it('ends with any header', () => {
  fc.assert(fc.property(fc.string(), (header) => void parseChallenges(header)));
  expect(parseChallenges('Bearer '.repeat(100_000)).length).toBeGreaterThan(0);
});
