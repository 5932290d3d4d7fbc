import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { parseShell, resolveWord, shellOf } from '../../server/dockerfile/shell.ts';

const scriptOf = (text: string) => {
  const model = parseDockerfile(text);
  return shellOf(model.instructions.at(-1)!, model);
};
/** The commands' texts in the document. */
const commands = (text: string) =>
  scriptOf(text)?.commands.map(({ span }) =>
    text.slice(span.start, span.end).replace(/\s*\\?\r?\n\s*/g, ' ⏎ '),
  );

describe('commands of an instruction', () => {
  it.each<[string, string, string[] | undefined]>([
    ['one', 'RUN npm ci', ['npm ci']],
    ['a chain', 'RUN a && b || c; d | e &', ['a', 'b', 'c', 'd', 'e']],
    ['over lines', 'RUN a \\\n  && b x \\\n  y', ['a', 'b x ⏎ y']],
    ['comments between', 'RUN a \\\n # no && no\n && b', ['a', 'b']],
    ['CRLF', 'RUN a \\\r\n  && b\r\n', ['a', 'b']],
    ['behind flags', 'RUN --mount=type=cache,target=/x a', ['a']],
    ['if and for', 'RUN if a; then b; else c; fi; for x in 1 2; do d; done', ['a', 'b', 'c', 'd']],
    ['case and function', 'RUN case $x in y) a;; esac; f() { b; }', ['a', 'b']],
    ['substitution', 'RUN a $(b "$(c)") `d`', ['a $(b "$(c)") `d`', 'b "$(c)"', 'c', 'd']],
    ['sh -c', 'RUN sh -c "a && b"', ['sh -c "a && b"', 'a', 'b']],
    ['bash -o pipefail -c', "RUN bash -o pipefail -ec 'a | b'", ["bash -o pipefail -ec 'a | b'", 'a', 'b']],
    ['a script with an option -c of its own', 'RUN sh x.sh -c "a"', ['sh x.sh -c "a"']],
    ['eval', 'RUN eval "a b"', ['eval "a b"', 'a b']],
    ['JSON form', 'CMD ["node", "x y"]', ['["node", "x y"]']],
    ['JSON form with a shell', 'CMD ["sh", "-c", "a && b"]', ['["sh", "-c", "a && b"]', 'a', 'b']],
    ['HEALTHCHECK', 'HEALTHCHECK CMD a || exit 1', ['a', 'exit 1']],
    ['ONBUILD', 'ONBUILD RUN a && b', ['a', 'b']],
    ['heredoc', 'RUN <<EOF\na\nb c\nEOF', ['a', 'b c']],
    ['heredoc for bash', 'RUN bash -e <<EOF\na\nEOF', ['a']],
    ['heredoc with a shebang', 'RUN <<EOF\n#!/bin/bash -e\na\nEOF', ['a']],
    ['heredoc of another language', 'RUN <<EOF\n#!/usr/bin/env python3\nimport os\nEOF', undefined],
    ['heredoc as data', 'RUN cat <<EOF >/x && b\nimport os\nEOF', ['cat <<EOF >/x', 'b']],
    ['powershell', 'SHELL ["powershell"]\nRUN Get-Item x', undefined],
    ['an instruction that runs nothing', 'USER a', undefined],
  ])('%s', (_, text, expected) => {
    expect(commands(`FROM x\n${text}`)).toEqual(expected);
  });
});

describe('what is known of a command', () => {
  const all = (line: string) => parseShell(line).commands;

  it.each<[string, string, string[]]>([
    ['sudo -E -u node npm ci', 'npm', ['sudo']],
    ['env -u X A=1 npm ci', 'npm', ['env']],
    ['exec node x', 'node', ['exec']],
    ['timeout -k 5 60 npm ci', 'npm', ['timeout']],
    ['gosu app sudo npm ci', 'npm', ['gosu', 'sudo']],
    ['/usr/local/bin/npm ci', 'npm', []],
    ['$NPM ci', '', []],
    ['sudo -i', 'sudo', []],
  ])('%s', (line, name, wrappers) => {
    expect(all(line)[0]).toMatchObject({ name, wrappers });
  });

  it.each<[string, boolean[]]>([
    ['a && b', [false, false]],
    ['a || b', [false, true]],
    ['if a; then b; fi', [false, true]],
    ['for x in 1; do a; done', [false]],
    ['for x in; do a; done', [true]],
    ['while a; do b; done', [false, true]],
  ])('conditional: %s', (line, expected) => {
    expect(all(line).map(({ conditional }) => conditional)).toEqual(expected);
  });

  it.each<[string, boolean[]]>([
    ['a || true', [true, false]],
    ['a && b || c', [true, true, false]],
    ['a | b', [true, false]],
    ['! a', [true]],
    ['a & b', [true, false]],
    ['{ a && b; } || c', [true, true, false]],
  ])('failure ignored: %s', (line, expected) => {
    expect(all(line).map(({ failureIgnored }) => failureIgnored)).toEqual(expected);
  });

  it('knows pipes, subshells, redirects and assignments', () => {
    const [a, b, c] = all('A=1 a 2>&1 | b >x; (c)');
    expect(a).toMatchObject({ pipesInto: true, assignments: [{ name: 'A', value: { value: '1' } }] });
    expect(b!.pipedFrom).toBe(a);
    expect(b!.redirects).toMatchObject([{ operator: '>', target: { value: 'x' } }]);
    expect([a!.subshell, c!.subshell]).toEqual([false, true]);
  });

  it('keeps exports among the arguments', () => {
    const [command] = all('export A="x y" B=$C');
    expect(command!.args.map(({ value, literal }) => [value, literal])).toEqual([['A=x y', true], ['B=$C', false]]); // prettier-ignore
  });
});

it.each<[string, [string, string | undefined][]]>([
  [
    'a && b; c & d\ne',
    [
      ['a', undefined],
      ['b', '&&'],
      ['c', ';'],
      ['d', '&'],
      ['e', '\n'],
    ],
  ],
  [
    'a || b && c',
    [
      ['a || b', undefined],
      ['c', '&&'],
    ],
  ],
  ['a && b || c', [['a && b || c', undefined]]],
  [
    'a # x; y\nb',
    [
      ['a', undefined],
      ['b', '\n'],
    ],
  ],
])('items of %j', (line, expected) => {
  expect(parseShell(line).items.map(({ span, separator }) => [line.slice(span.start, span.end), separator])).toEqual(expected); // prettier-ignore
});

it.each<[string, string | undefined]>([
  ['x', 'x'],
  ['"x y"', 'x y'],
  ['$A/x', '/srv/x'],
  ['"${A}"', '/srv'],
  ['${A:-y}', '/srv'],
  ['${B:-y}', 'y'],
  ['$B', undefined],
  ['$(pwd)', undefined],
  ['*.js', undefined],
  ["'$A'", '$A'],
])('resolveWord(%s)', (raw, expected) => {
  const model = parseDockerfile(`FROM a\nENV A=/srv\nRUN x ${raw}\n`);
  const run = model.instructions.at(-1)!;
  expect(resolveWord(shellOf(run, model)!.commands[0]!.args[0]!, run.state)).toBe(expected);
});

it('reports what the shell cannot parse, in place', () => {
  const text = 'FROM a\nRUN if x; then y\n';
  const { errors } = scriptOf(text)!;
  expect(errors.length).toBeGreaterThan(0);
  for (const { span } of errors) expect(span.end).toBeLessThanOrEqual(text.length);
});
