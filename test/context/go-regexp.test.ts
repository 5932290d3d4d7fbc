import fc from 'fast-check';
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
    ['^(.*/)?a[^/]*(.*/)?b[^/]*c$', 'x/ay/z/bcc', true],
    ['^(.*/)?a[^/]*(.*/)?b[^/]*c$', 'x/ay/z/bcd', false],
    ['^[^/]*a{2,3}[^/]*b{1,}[^/]*$', 'xaab', true],
    ['^[^/]*a{2,3}[^/]*b{1,}[^/]*$', 'xab', false],
    ['^[^/]*[^/]*\\b[^/]*[^/]*x$|^y$', 'y', true],
    ['^[^/]*[^/]*\\b[^/]*[^/]*x$|^y$', 'a.x', true],
  ])('%s against %j: %s', (source, text, expected) => {
    expect(compileGoRegexp(source)?.(text)).toBe(expected);
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

it('does not take longer for a pattern that was made for that', () => {
  const matches = compileGoRegexp(`^${'[^/]*a'.repeat(30)}[^/]*b$`);
  expect(matches?.('a'.repeat(2000))).toBe(false);
  expect(matches?.(`${'a'.repeat(2000)}b`)).toBe(true);
});

it('finds the same both ways', () => {
  const piece = fc.constantFrom('a', 'b', '[^/]*', '[^/]', '(.*/)?', '/', '[ab]', '|', 'a{2}', '[^a]', '.*');
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 8 });
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), fc.array(text, { minLength: 5, maxLength: 5 }), (pieces, texts) => {
      const source = `^${pieces.join('')}$`;
      const ours = new RegExp(source.replaceAll('/', '\\/'), 'u');
      for (const each of texts) expect(compileGoRegexp(source)?.(each)).toBe(ours.test(each));
    }),
    { numRuns: 2000 },
  );
}); // prettier-ignore
