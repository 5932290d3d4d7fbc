import { describe, expect, it } from 'vitest';
import { compileGoPattern, isGoPattern, literalFolder } from '../../server/context/go-match.ts';

describe('compileGoPattern', () => {
  it.each([
    ['package.json', 'package.json', true],
    ['package*.json', 'package-lock.json', true],
    ['package*.json', 'package.json', true],
    ['package*.json', 'a/package.json', false],
    ['*', 'src', true],
    ['*', '.env', true],
    ['*', 'src/a', false],
    ['*/package.json', 'api/package.json', true],
    ['*/package.json', 'a/b/package.json', false],
    ['file?.txt', 'file1.txt', true],
    ['file?.txt', 'file.txt', false],
    ['file?.txt', 'file/.txt', false],
    ['?', '🙂', true],
    ['a[bc]d', 'acd', true],
    ['a[^bc]d', 'acd', false],
    ['a[b-d]e', 'ace', true],
    ['a[z-b]e', 'ace', false],
    ['a\\*b', 'a*b', true],
    ['a\\*b', 'axb', false],
    ['[\\]x]', ']', true],
    ['a.b', 'axb', false],
    ['a(b)+{c}|$^', 'a(b)+{c}|$^', true],
    ['{a,b}', 'a', false],
    ['**/x', 'a/x', true],
    ['**/x', 'a/b/x', false],
    ['Upper', 'upper', false],
    ['*a*/*b*[c-d].?', 'xa/ybzd.e', true],
    ['*a*/*b*[c-d].?', 'xa/ybze.e', false],
    ['*a*a*a[z-b]', 'aaa', false],
    [`${'*a'.repeat(30)}*b`, 'a'.repeat(300), false],
  ])('%s against %s: %s', (pattern, path, expected) => {
    expect(compileGoPattern(pattern)?.(path)).toBe(expected);
  });

  it.each(['[', 'a[', '[]a]', '[-]', '[x-]', '[^', '[a-', 'a\\', '[a-b-c]'])('%s is malformed', (pattern) => {
    expect(compileGoPattern(pattern)).toBeUndefined();
  });
});

it.each([
  ['src/a*.ts', 'src'],
  ['src*', ''],
  ['a/b/c?/d*', 'a/b'],
  ['plain/path', 'plain/path'],
])('literalFolder(%s) is %s', (pattern, folder) => {
  expect(literalFolder(pattern)).toBe(folder);
});

it.each([
  ['src', false],
  ['a{b}', false],
  ['a*', true],
  ['a?', true],
  ['a[b]', true],
])('isGoPattern(%s) is %s', (source, expected) => {
  expect(isGoPattern(source)).toBe(expected);
});
