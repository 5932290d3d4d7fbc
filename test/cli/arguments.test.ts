import { describe, expect, it, vi } from 'vitest';
import { parseArguments } from '../../server/cli/arguments.ts';
import { run } from './terminal.ts';

vi.mock('../../server/rules/registry.ts', () => import('../lsp/rules.ts'));
vi.mock('../../server/rewrite/optimize.ts', () => import('../lsp/plan.ts'));

describe('arguments', () => {
  it('have the defaults of the documentation', () => {
    expect(parseArguments(['check'])).toEqual({
      name: 'check',
      paths: ['.'],
      format: 'text',
      fix: false,
      failOn: 'warning',
      shellcheck: 'auto',
      context: undefined,
      rules: {},
      stdinFilename: undefined,
      offline: false,
      dockerCredentials: false,
    });
    expect(parseArguments(['optimize', 'Dockerfile'])).toMatchObject({ output: 'report', write: false });
  });

  it('are read in any order', () => {
    const line =
      'check --fix a --format json --fail-on=none b --context dir --rule deprecated/maintainer=off --offline --shellcheck on';
    expect(parseArguments(line.split(' '))).toEqual({
      name: 'check',
      paths: ['a', 'b'],
      format: 'json',
      fix: true,
      failOn: 'none',
      shellcheck: 'on',
      context: 'dir',
      rules: { 'deprecated/maintainer': 'off' },
      stdinFilename: undefined,
      offline: true,
      dockerCredentials: false,
    });
  });

  it('keep paths that look like numbers, options or nothing', () => {
    expect(parseArguments(['check', '007', '--context', '0x10', '1e3'])).toMatchObject({
      paths: ['007', '1e3'],
      context: '0x10',
    });
    expect(parseArguments(['check', '--context=007', '-', '--stdin-filename', '5'])).toMatchObject({
      paths: ['-'],
      context: '007',
      stdinFilename: '5',
      offline: false,
      dockerCredentials: false,
    });
    expect(parseArguments(['check', '--', '--fix', '-'])).toMatchObject({
      paths: ['--fix', '-'],
      fix: false,
    });
  });

  it('take rules by id, group and other names, more than once', () => {
    expect(
      parseArguments(['check', '--rule', 'deprecated/*=error', '--rule=context/no-dockerignore=hint']),
    ).toMatchObject({ rules: { 'deprecated/*': 'error', 'context/no-dockerignore': 'hint' } });
  });

  it.each([
    [['check', '--rule', 'size/nothing=error'], 'there is no rule size/nothing'],
    [['check', '--rule', 'deprecated/maintaner=off'], 'Did you mean deprecated/maintainer?'],
    [
      ['check', '--rule', 'deprecated/maintainer=fatal'],
      'fatal is not one of error, warning, info, hint, off',
    ],
    [['check', '--rule', 'deprecated/maintainer'], 'write ID=SEVERITY'],
    [['check', '--rule'], 'value is missing'],
    [['check', '--format', 'xml'], '--format xml: choose one of text, json'],
    [['check', '--format', 'json', '--format', 'text'], '--format is given more than once'],
    [['check', '--fail-on', 'all'], '--fail-on all: choose one of'],
    [['check', '--context='], '--context needs a value'],
    [['check', '--nonsense'], 'Unknown option `--nonsense`'],
    [['check', '-x'], 'Unknown option `-x`'],
    [['optimize'], 'optimize needs FILE'],
    [['optimize', 'a', 'b'], 'Unused args: `b`'],
    [['optimize', 'a', '--json', '--diff'], 'exclude each other'],
    [['optimize', '-', '--write'], '--write needs a file'],
    [['image'], 'image needs NAME'],
    [['image', 'NOT AN IMAGE'], 'is not the name of an image'],
    [['chek'], 'Did you mean check?'],
    [['check', '-', '--fix'], '--fix writes files'],
    [['check', '--context', 'missing'], 'there is no such folder'],
  ])('%j is refused with code 2', async (argv, message) => {
    const { code, stdout, stderr } = await run(argv, { Dockerfile: 'FROM scratch\n' });
    expect(stderr).toContain(message);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});

describe('help and version', () => {
  it('shows all commands', async () => {
    const { code, stdout } = await run(['--help']);
    for (const name of ['check', 'optimize', 'image', 'rules', 'lsp']) expect(stdout).toContain(`  ${name}`);
    expect(code).toBe(0);
  });

  it("shows a command's options", async () => {
    const { code, stdout } = await run(['check', '-h']);
    for (const name of [
      '--format',
      '--fix',
      '--fail-on',
      '--context',
      '--rule',
      '--stdin-filename',
      '--offline',
    ])
      expect(stdout).toContain(name);
    expect(code).toBe(0);
  });

  it('is shown for nothing at all, as an error', async () => {
    const { code, stdout, stderr } = await run([]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('Usage:');
  });

  it('knows its version', async () => {
    expect(await run(['--version'])).toMatchObject({ code: 0, stdout: 'dockerfile-optimizer 1.2.3\n' });
  });

  it('starts the language server', async () => {
    expect(await run(['lsp', '--stdio', '--clientProcessId=1'])).toMatchObject({
      code: 0,
      served: 1,
      stdout: '',
    });
  });
});
