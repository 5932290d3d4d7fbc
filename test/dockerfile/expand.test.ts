import { describe, expect, it } from 'vitest';
import { expandText, expandWord, unquote } from '../../server/dockerfile/expand.ts';
import type { VariableValue } from '../../server/dockerfile/model.ts';

const variables: Readonly<Record<string, VariableValue>> = {
  set: { known: true, value: 'abc.tar.gz' },
  path: { known: true, value: '/usr/local/bin' },
  empty: { known: true, value: '' },
  unset: { known: false, unset: true },
  platform: { known: false },
};
const expand = (raw: string, escape = '\\') => expandWord(raw, (name) => variables[name], escape);

// Expected values follow BuildKit's frontend/dockerfile/shell/lex.go.
describe('known results', () => {
  it.each([
    ['plain', 'plain'],
    ['$set', 'abc.tar.gz'],
    ['${set}', 'abc.tar.gz'],
    ['a${set}b', 'aabc.tar.gzb'],
    ['"$set"', 'abc.tar.gz'],
    ["'$set'", '$set'],
    ['\\$set', '$set'],
    ['"\\$set"', '$set'],
    ['"a\\nb"', 'a\\nb'],
    ['a\\ b', 'a b'],
    ['"it\'s"', "it's"],
    ['a""b', 'ab'],
    ['$', '$'],
    ['a$ b', 'a$ b'],
    ['${set:-x}', 'abc.tar.gz'],
    ['${empty:-x}', 'x'],
    ['${empty-x}', ''],
    ['${nothing:-x}', 'x'],
    ['${nothing-x}', 'x'],
    ['${nothing:-}', ''],
    ['${unset:-x}', 'x'],
    ['${unset:+x}', ''],
    ['${set:+x}', 'x'],
    ['${set+x}', 'x'],
    ['${empty:+x}', ''],
    ['${empty+x}', 'x'],
    ['${nothing+x}', ''],
    ['${set:?message}', 'abc.tar.gz'],
    ['${set?message}', 'abc.tar.gz'],
    ['${nothing:-${set}}', 'abc.tar.gz'],
    ['${nothing:-${nothing:-${path}}}', '/usr/local/bin'],
    ['${nothing:-"a b"}', 'a b'],
    ["${nothing:-'}'}", '}'],
    ['${nothing:-a\\}b}', 'a}b'],
    ['${set#*.}', 'tar.gz'],
    ['${set##*.}', 'gz'],
    ['${set%.*}', 'abc.tar'],
    ['${set%%.*}', 'abc'],
    ['${set#abc}', '.tar.gz'],
    ['${set#x}', 'abc.tar.gz'],
    ['${set#?}', 'bc.tar.gz'],
    ['${path##*/}', 'bin'],
    ['${path%/*}', '/usr/local'],
    ['${path#/}', 'usr/local/bin'],
    ['${set/a/x}', 'xbc.tar.gz'],
    ['${set//a/x}', 'xbc.txr.gz'],
    ['${set/./}', 'abctar.gz'],
    ['${path//\\//-}', '-usr-local-bin'],
    ['${set/b*t/-}', 'a-ar.gz'],
    ['${set/y/x}', 'abc.tar.gz'],
  ])('%s → %s', (raw, value) => {
    expect(expand(raw)).toMatchObject({ value, complete: true, error: undefined });
  });
});

describe('results that only the build knows stay as written', () => {
  it.each([
    '$nothing',
    '${nothing}',
    '$platform',
    '$unset',
    '${platform:-x}',
    '${platform:+x}',
    '${nothing:?message}',
    '${nothing#x}',
  ])('%s', (raw) => {
    expect(expand(raw)).toMatchObject({ value: raw, complete: false, error: undefined });
  });

  it('knows a value whose unused default is not known', () => {
    expect(expand('${set:-$platform}')).toMatchObject({ value: 'abc.tar.gz', complete: true });
  });
});

describe('what the builder refuses', () => {
  it.each([
    ['"a', 'unterminated-quote'],
    ["a'b", 'unterminated-quote'],
    ['${set', 'bad-substitution'],
    ['${}', 'bad-substitution'],
    ['${:-x}', 'bad-substitution'],
    ['${set:#x}', 'bad-substitution'],
    ['${set:x}', 'bad-substitution'],
    ['${set!x}', 'bad-substitution'],
    ['${set:-x', 'bad-substitution'],
    ['${set/a}', 'bad-substitution'],
    ['${{set}}', 'bad-substitution'],
  ])('%s', (raw, error) => {
    expect(expand(raw).error).toBe(error);
  });
});

it('takes the backtick as escape character', () => {
  expect(expand('c:\\$set`$set', '`').value).toBe('c:\\abc.tar.gz$set');
});

it('tells each use of a variable with its place', () => {
  expect(expand('$set-${nothing:-$path}').variables).toEqual([
    { name: 'set', start: 0, end: 4, guarded: false },
    { name: 'nothing', start: 5, end: 22, guarded: true },
    { name: 'path', start: 16, end: 21, guarded: false },
  ]);
});

it.each([
  ['"a b"', 'a b'],
  ['$x', '$x'],
  ['${x:-y}', '${x:-y}'],
  ['"${x#y}"', '${x#y}'],
])('unquote(%s) leaves variables alone', (raw, value) => {
  expect(unquote(raw, '\\')).toBe(value);
});

describe('text of a heredoc', () => {
  it.each([
    ['\'$set\' "$set"', '\'abc.tar.gz\' "abc.tar.gz"'],
    ['\\$set \\a', '$set a'],
    ["it's $empty.", "it's ."],
    ["${nothing:-'x'}", "'x'"],
  ])('%j is %j', (raw, expected) => {
    expect(expandText(raw, (name) => variables[name]).value).toBe(expected);
  });

  it('tells what can not be read', () => {
    expect(expandText('a ${b^^}', () => undefined).error).toBe('bad-substitution');
    expect(expandText("don't", () => undefined).error).toBeUndefined();
  });
});
