import { describe, expect, it } from 'vitest';
import { compileGoRegexp } from '../../server/context/go-regexp.ts';

describe('compileGoRegexp', () => {
  it.each([
    ['^a|b[^/]*$', 'abc', true],
    ['^a|b[^/]*$', 'cb', true],
    ['^a|b[^/]*$', 'c', false],
    ['^a{2}[^/]*$', 'aab', true],
    ['^a{2}[^/]*$', 'a{2}', false],
    ['^a{1,}$', 'aaa', true],
    ['^{a,b}[^/]$', '{a,b}x', true],
    ['^a{,2}$', 'a{,2}', true],
    ['^\\d[^/]$', '7x', true],
    ['^\\d[^/]$', 'dx', false],
    ['^\\D$', '7', false],
    ['^[\\w-]$', '-', true],
    ['^[\\D]$', 'é', true],
    ['^[\\D]$', '7', false],
    ['^[[:alpha:]]$', 'k', true],
    ['^[[:alpha:]]$', ':', false],
    ['^[[:^alpha:]]$', '1', true],
    ['^[[:x:]]$', ':]', true],
    ['^[]a]$', ']', true],
    ['^[a-]$', '-', true],
    ['^\\x41\\x{1F642}$', 'A🙂', true],
    ['^\\101$', 'A', true],
    ['^\\Qa*\\E[^/]$', 'a*b', true],
    ['^\\.\\*$', '.*', true],
    ['^\\t$', '\t', true],
    ['^.$', '\r', true],
    ['^.$', '\n', false],
    ['^[^/]$', '\n', true],
    ['^a^b$', 'a^b', false],
    ['^a]}$', 'a]}', true],
    ['^(.*/)?x$', 'a/b/x', true],
    ['^a\\b[^/]*$', 'a.b', true],
    ['^a\\b[^/]*$', 'ab', false],
  ])('%s against %j: %s', (source, text, expected) => {
    expect(compileGoRegexp(source)?.test(text)).toBe(expected);
  });

  it.each([
    '[z-a]',
    'a{2}{3}',
    '{2}',
    'a{1001}',
    'a{3,2}',
    '[^/]*{2}',
    '\\y',
    '\\1',
    '\\x4',
    '\\C',
    '[a',
    '\\',
    '|*',
  ])('Go refuses %s', (source) => {
    expect(compileGoRegexp(source)).toBeUndefined();
  });
});
