import { expect, test } from 'vitest';
import { configuredContext } from '../../server/context/configured.ts';

const root = 'file:///project';

test.each<[string, Record<string, string>, string, string | undefined]>([
  ['a file’s own entry', { 'api/Dockerfile': '.' }, 'api/Dockerfile', root],
  ['a pattern', { 'services/*/Dockerfile': 'services' }, 'services/a/Dockerfile', `${root}/services`],
  ['a pattern over folders', { '**/*.dockerfile': './' }, 'a/b/web.dockerfile', root],
  ['a hidden folder', { '.docker/Dockerfile': '.' }, '.docker/Dockerfile', root],
  ['./ before the pattern', { './api/Dockerfile': 'api' }, 'api/Dockerfile', `${root}/api`],
  ['characters that patterns use', { 'a \\(1\\)/Dockerfile': '.' }, 'a (1)/Dockerfile', root],
  ['the first of several', { 'a/*': 'x', 'a/Dockerfile': 'y' }, 'a/Dockerfile', `${root}/x`],
  ['no pattern that matches', { 'b/*': '.' }, 'a/Dockerfile', undefined],
  ['a folder outside', { Dockerfile: '../elsewhere' }, 'Dockerfile', undefined],
  ['a way round that ends outside', { Dockerfile: 'a/../../b' }, 'Dockerfile', undefined],
  ['a way round that stays inside', { Dockerfile: 'a/../b' }, 'Dockerfile', `${root}/b`],
])('%s', (_, contexts, dockerfile, expected) => {
  expect(configuredContext(contexts, `${root}/${dockerfile}`, root)).toBe(expected);
});

test('a file outside of the root, or in no file at all, has none', () => {
  expect(configuredContext({ '**': '.' }, 'file:///other/Dockerfile', root)).toBeUndefined();
  expect(configuredContext({ '**': '.' }, undefined, root)).toBeUndefined();
  expect(configuredContext({ '**': '.' }, `${root}/Dockerfile`, undefined)).toBeUndefined();
});
