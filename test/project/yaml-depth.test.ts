import { expect, test } from 'vitest';
import { isTooDeepForYaml } from '../../server/project/yaml-depth.ts';

test.each([
  ['brackets', '['.repeat(50_000)],
  ['brackets that are closed', `a: ${'['.repeat(200)}${']'.repeat(200)}`],
  ['braces', '{a: '.repeat(5000)],
  ['markers of lists', '- '.repeat(50_000)],
  ['markers of keys', '? '.repeat(5000)],
  ['indentation', Array.from({ length: 3000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
])('%s', (_, text) => {
  expect(isTooDeepForYaml(text)).toBe(true);
});

test.each([
  ['an ordinary file', 'services:\n  web:\n    ports: ["80:80"]\n    labels: {a: {b: [c]}}\n'],
  ['brackets within strings', `a: "${'['.repeat(5000)}"\n`],
  ['brackets in a script', `run: |\n${'  if [[ a {\n'.repeat(500)}`],
  ['text far to the right', `a: |\n${' '.repeat(900)}b\n`],
  ['many lists', '- - a\n'.repeat(5000)],
  ['a long list', `a: [${'[1], '.repeat(5000)}]`],
  ['nothing', ''],
])('not %s', (_, text) => {
  expect(isTooDeepForYaml(text)).toBe(false);
});
