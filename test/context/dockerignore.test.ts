import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDockerignore } from '../../server/context/dockerignore.ts';

function ignores(text: string, path: string): boolean {
  return parseDockerignore(text).ignores(path);
}

describe('one pattern', () => {
  it.each([
    // Plain names anchor at the context and cover what is below them.
    ['node_modules', 'node_modules', true],
    ['node_modules', 'node_modules/a/index.js', true],
    ['node_modules', 'web/node_modules', false],
    ['**/node_modules', 'node_modules/a', true],
    ['**/node_modules', 'web/node_modules/a', true],
    ['/build', 'build/x', true],
    ['/build', 'a/build', false],
    ['build/', 'build', true],
    ['build/', 'build/x/y', true],
    ['./build', 'build', true],
    ['a//b/../c', 'a/c', true],
    ['docs/api', 'docs', false],
    ['docs/api', 'docs/api/index.html', true],
    // The examples of the documentation.
    ['*/temp*', 'some/temporary.txt', true],
    ['*/temp*', 'some/temp/below', true],
    ['*/temp*', 'temporary.txt', false],
    ['*/temp*', 'some/deeper/temporary.txt', false],
    ['*/*/temp*', 'some/deeper/temporary.txt', true],
    ['temp?', 'tempa', true],
    ['temp?', 'temp', false],
    ['temp?', 'temp/x', false],
    ['**/*.go', 'main.go', true],
    ['**/*.go', 'cmd/tool/main.go', true],
    ['*.go', 'cmd/main.go', false],
    // `**` in every place.
    ['**', 'a/b', true],
    ['**/', 'a', true],
    ['**/**', 'a/b/c', true],
    ['a/**', 'a', false],
    ['a/**', 'a/b/c', true],
    ['a/**/z', 'a/z', true],
    ['a/**/z', 'a/b/c/z', true],
    ['a/**/z', 'a/b/c', false],
    ['**/cache/*', 'x/cache/y', true],
    ['**/cache/**', 'x/cache/y/z', true],
    ['**/cache/**', 'cache', false],
    ['a**/*.txt', 'ab/c/d.txt', true],
    ['**.log', 'app.log', true],
    ['**.log', 'a/b.log', true],
    ['**old', 'a/very-old', true],
    ['tmp**', 'tmp-1/x', true],
    ['**/.env', 'x.env', false],
    // Classes, quoting, and characters that only mean something to a regular expression.
    ['a[b-d]e', 'ace', true],
    ['a[^b-d]e', 'ace', false],
    ['a\\*', 'a*', true],
    ['a\\*', 'ab', false],
    ['page(1)/x', 'page(1)/x', true],
    ['page(1)*', 'page(1).html', true],
    ['page(1)*', 'page1.html', false],
    ['{a,b}*', 'a', false],
    ['{a,b}*', '{a,b}c', true],
    ['c++/*', 'c++/x', true],
    ['a.b*', 'axb', false],
    // The builder leaves these to its regular expressions, but only beside a wildcard.
    ['a|b*', 'a', true],
    ['a|b*', 'xby', true],
    ['a|b', 'a', false],
    ['a|b', 'a|b', true],
    ['a{2}*', 'aab', true],
    ['a{2}', 'a{2}', true],
    ['^a*', 'abc', true],
    ['^a', '^a', true],
    ['[*]x', '*x', false],
    ['[[:digit:]]*', '7x', true],
    ['\\d*', '7', true],
    ['a[^b]c', 'a/c', true],
    ['**.l', 'x\ny.l', true],
    ['**/x*', 'a\nb/x', false],
    ['?', '\n', true],
    ['?', '🙂', true],
    ['?', 'é', true],
    // Case counts.
    ['README.md', 'readme.md', false],
    ['*.MD', 'readme.md', false],
    // Names that JavaScript objects already have.
    ['*', 'constructor', true],
    ['x*', 'constructor', false],
    ['*o', '__proto__', false],
    ['*_', '__proto__', true],
    // No effect.
    ['.', 'a', false],
    ['/', 'a', false],
    ['..', 'a', false],
    ['../a', 'a', false],
    ['**', '', false],
    ['*', '.', false],
  ])('%s against %s: %s', (pattern, path, expected) => {
    expect(ignores(pattern, path)).toBe(expected);
  });
});

describe('several lines', () => {
  it.each([
    ['*.md\n!README.md', 'CHANGELOG.md', true],
    ['*.md\n!README.md', 'README.md', false],
    ['*.md\n!README*.md\nREADME-secret.md', 'README-secret.md', true],
    ['*.md\nREADME-secret.md\n!README*.md', 'README-secret.md', false],
    ['!a.md\n*.md', 'a.md', true],
    ['docs\n!docs/keep.md', 'docs/keep.md', false],
    ['docs\n!docs/keep.md', 'docs/other.md', true],
    ['docs/\n!docs/keep.md', 'docs/keep.md', false],
    ['*\n!src', 'src/a/b.ts', false],
    ['*\n!src', 'lib/a.ts', true],
    ['*\n!src\nsrc/secret', 'src/secret/x', true],
    ['**\n!pkg/web', 'pkg/web/x', false],
    ['**\n! /abs/path', 'abs/path/x', false],
    // What a `!` matched is handed down only when it took something back (the builder's walk).
    ['*/foo\n!bar\n', 'bar/foo', true],
    ['bar\n!bar', 'bar/foo', false],
    ['# comment\na', 'a', true],
    ['#a', '#a', false],
    [' #a', '#a', true],
    ['a # b', 'a', false],
    ['  a  ', 'a', true],
    ['a\r\nb\r\n', 'a', true],
    ['a\r\nb\r\n', 'b/x', true],
    ['\uFEFFa\nb', 'a', true],
    ['\uFEFF# comment\na', 'a', true],
    ['', 'a', false],
    ['\n\n', 'a', false],
    // The mark counts at the start of the file only.
    ['x\n\uFEFFa', 'a', false],
    ['x\n\uFEFFa*', 'ab', true],
    // Go's white space.
    ['\u0085a\u3000', 'a', true],
    ['! \u00A0', 'a', false],
    // Cleaning brings a `!` to the front.
    ['*\n/!a', 'a', false],
    ['*\n./!a', 'a', false],
    ['*\n!!a', '!a', false],
    ['/ a', 'a', true],
    ['*\n!a/..', 'a', true],
    // The builder's walk does not look for this pattern below `a/b`.
    ['*\n!a/*/**', 'a/b/c', true],
    ['*\n!a/*/x', 'a/b/x', false],
    ['Dockerfile\n.dockerignore', 'Dockerfile', true],
    ['Dockerfile\n.dockerignore', '.dockerignore', true],
  ])('%j against %s: %s', (text, path, expected) => {
    expect(ignores(text, path)).toBe(expected);
  });
});

it('names malformed lines and goes on', () => {
  const matcher = parseDockerignore(`a\n!\n[\nb[z-a]*\nc\\\nd\n!/\n${'x'.repeat(70_000)}`);
  expect(matcher.invalid).toEqual([
    { line: 1, text: '!' },
    { line: 2, text: '[' },
    { line: 3, text: 'b[z-a]*' },
    { line: 4, text: 'c\\' },
    { line: 6, text: '!/' },
    { line: 7, text: 'x'.repeat(70_000) },
  ]);
  expect(['a', 'b', 'c', 'd'].filter((path) => matcher.ignores(path))).toEqual(['a', 'd']);
});

it('keeps the line of each pattern', () => {
  const { patterns } = parseDockerignore('# x\n\n /a/ \n! b');
  expect(patterns.map(({ line, text, pattern, negated }) => ({ line, text, pattern, negated }))).toEqual([
    { line: 2, text: '/a/', pattern: 'a', negated: false },
    { line: 3, text: '! b', pattern: 'b', negated: true },
  ]);
});

it.each([
  ['*\n!src/keep', 'src', true],
  ['*\n!src/keep', 'src/keep', false],
  ['*\n!src/keep', 'lib', false],
  ['*\n!src', 'src', false],
  ['*\n!src/*/**', 'src/any', false],
  ['*\n!**/keep', 'any/where', true],
  ['*\n!*/keep', 'any', true],
  ['*\n!*/keep', 'any/where', false],
])('%j may re-include below %s: %s', (text, directory, expected) => {
  expect(parseDockerignore(text).mayReincludeBelow(directory)).toBe(expected);
});

it('never throws, and ignores below what it ignores when nothing is taken back', () => {
  const line = fc.string({
    unit: fc.constantFrom('a', 'b', '/', '*', '?', '[', ']', '^', '-', '\\', '(', '.', ' ', '{', '🙂'),
  });
  const segment = fc.string({ unit: fc.constantFrom('a', 'b', '.', '(', '🙂'), minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 5 }),
      fc.array(segment, { minLength: 1, maxLength: 4 }),
      (lines, segments) => {
        const matcher = parseDockerignore(lines.join('\n'));
        const path = segments.filter((part) => !/^\.+$/.test(part)).join('/');
        if (path !== '' && matcher.ignores(path)) expect(matcher.ignores(`${path}/below`)).toBe(true);
      },
    ),
    { numRuns: 2000 },
  );
});
