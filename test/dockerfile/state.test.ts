import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { normalizePath, shellKindOf } from '../../server/dockerfile/state.ts';

const end = (text: string) => parseDockerfile(text).stages.at(-1)!.endState;
const variable = (text: string, name: string): string | undefined => {
  const found = end(text).variables.get(name);
  return found && (found.known ? found.value : '?');
};

describe('variables', () => {
  it.each<[string, string, string | undefined]>([
    ['ENV', 'FROM a\nENV X=1', '1'],
    ['ARG with default', 'FROM a\nARG X=1', '1'],
    ['ARG without', 'FROM a\nARG X', '?'],
    ['a global ARG is not in scope', 'ARG X=1\nFROM a', undefined],
    ['a global ARG declared again', 'ARG X=1\nFROM a\nARG X', '1'],
    ['with a default of its own', 'ARG X=1\nFROM a\nARG X=2', '2'],
    ['ENV behind ARG', 'FROM a\nARG X=1\nENV X=2', '2'],
    ['ARG with default behind ENV', 'FROM a\nENV X=2\nARG X=1', '1'],
    ['ARG without default behind ENV', 'FROM a\nENV X=2\nARG X', '2'],
    ['inherited', 'FROM a AS b\nENV X=1\nFROM b', '1'],
    ['an ARG is inherited too', 'FROM a AS b\nARG X=1\nFROM b', '1'],
    ['not from an unrelated stage', 'FROM a AS b\nENV X=1\nFROM c', undefined],
    ['used in its own definition', 'FROM a\nENV X=1\nENV X=$X:2', '1:2'],
    ['one ENV sees what was before it', 'FROM a\nENV Y=0\nENV Y=1 X=$Y', '0'],
    ['one ARG sees those before it', 'FROM a\nARG Y=1 X=$Y', '1'],
    ['of something unknown', 'FROM a\nARG Y\nENV X=$Y', '?'],
    ['of an unknown with default', 'FROM a\nARG Y\nENV X=${Y:-1}', '1'],
    ['a platform ARG', 'FROM a\nARG TARGETARCH\nENV X=${TARGETARCH:-amd64}', '?'],
    ['single quotes', "FROM a\nENV Y=1\nENV X='$Y'", '$Y'],
    ['legacy form', 'FROM a\nENV X a b', 'a b'],
    ['in a circle', 'FROM a\nENV X=$Y Y=$X\nENV X=$Y', '?'],
  ])('%s', (_, text, expected) => {
    expect(variable(text, 'X')).toBe(expected);
  });

  it('does not let values grow without end', () => {
    expect(variable('FROM a\nENV X=xxxxxxxx\n' + 'ENV X=$X$X\n'.repeat(40), 'X')).toBe('?');
  });

  it('keeps ENV apart from ARG', () => {
    const { env } = end('FROM a\nARG X=1\nENV Y=2');
    expect([...env.names()]).toEqual(['Y']);
  });

  it('holds thousands', () => {
    const text = 'FROM a\n' + Array.from({ length: 3000 }, (_, i) => `ENV K${i}=${i}\n`).join('');
    const { variables } = end(text);
    expect([...variables.names()]).toHaveLength(3000);
    expect(variables.get('K0')).toEqual({ known: true, value: '0' });
    expect(variables.get('K2999')).toEqual({ known: true, value: '2999' });
  });

  it('tells what holds before an instruction, not behind it', () => {
    const { instructions } = parseDockerfile('FROM a\nENV X=1\nENV X=2\nRUN y');
    expect(instructions.map(({ state }) => state.variables.get('X'))).toEqual([
      undefined,
      undefined,
      { known: true, value: '1' },
      { known: true, value: '2' },
    ]);
  });
});

describe('working directory and user', () => {
  it.each<[string, string | undefined]>([
    ['FROM a', undefined],
    ['FROM scratch', '/'],
    ['FROM a\nWORKDIR /x', '/x'],
    ['FROM a\nWORKDIR /x\nWORKDIR y', '/x/y'],
    ['FROM a\nWORKDIR /x\nWORKDIR ../z/', '/z'],
    ['FROM a\nWORKDIR x', undefined],
    ['FROM a\nENV D=/d\nWORKDIR $D/x', '/d/x'],
    ['FROM a AS b\nWORKDIR /x\nFROM b', '/x'],
  ])('%s', (text, expected) => {
    expect(end(text).workdir).toBe(expected);
  });

  it.each<[string, string | undefined]>([
    ['FROM a', undefined],
    ['FROM a\nUSER node', 'node'],
    ['FROM a\nUSER 1000:1000', '1000:1000'],
    ['FROM a\nARG U=app\nUSER $U', 'app'],
    ['FROM a AS b\nUSER x\nFROM b', 'x'],
  ])('%s', (text, expected) => {
    expect(end(text).user).toBe(expected);
  });
});

describe('shell', () => {
  it.each([
    [['/bin/sh', '-c'], 'posix'],
    [['/bin/bash', '-o', 'pipefail', '-c'], 'bash'],
    [['powershell', '-Command'], 'powershell'],
    [['C:\\Windows\\System32\\cmd.exe', '/S', '/C'], 'cmd'],
    [['python3', '-c'], 'other'],
    [[], 'other'],
  ] as const)('%j is %s', (shell, kind) => {
    expect(shellKindOf(shell)).toBe(kind);
  });

  it('is inherited', () => {
    expect(end('FROM a AS b\nSHELL ["/bin/bash", "-c"]\nFROM b').shellKind).toBe('bash');
    expect(end('FROM a AS b\nSHELL ["/bin/bash", "-c"]\nFROM c').shellKind).toBe('posix');
  });
});

it.each([
  ['/', '/'],
  ['//a//b/', '/a/b'],
  ['/a/./b/../c', '/a/c'],
  ['/../..', '/'],
])('normalizePath(%s)', (path, expected) => {
  expect(normalizePath(path)).toBe(expected);
});
