import { describe, expect, it } from 'vitest';
import { pipInstall } from '../../server/tools/python.ts';
import { firstCommand } from './commands.ts';

const view = (line: string) => {
  const found = pipInstall(firstCommand(line));
  return (
    found && {
      files: found.requirements.map(({ value }) => value),
      packages: found.packages.map(({ value }) => value),
      flags: [found.local && 'local', found.noCache && 'no-cache', found.user && 'user'].filter(Boolean),
    }
  );
};

describe('pip', () => {
  it.each<[string, string[], string[], string[]]>([
    ['pip install -r requirements.txt', ['requirements.txt'], [], []],
    ['pip install -rrequirements.txt', ['requirements.txt'], [], []],
    ['pip3 install --requirement=a.txt --requirement b.txt', ['a.txt', 'b.txt'], [], []],
    ['pip install --no-cache-dir flask==3.0.3 gunicorn', [], ['flask==3.0.3', 'gunicorn'], ['no-cache']],
    ['pip3.12 install -U pip', [], ['pip'], []],
    ['python -m pip install --user x', [], ['x'], ['user']],
    ['python3 -m pip install -c constraints.txt -r r.txt', ['r.txt'], [], []],
    ['/venv/bin/pip install .', [], ['.'], ['local']],
    ['pip install -e .', [], [], ['local']],
    ['pip install ".[dev]"', [], ['.[dev]'], ['local']],
    ['pip install -e git+https://example.org/x.git', [], [], []],
    ['pip install ./wheels/x.whl', [], ['./wheels/x.whl'], ['local']],
    ['pip install --index-url https://x --trusted-host x -r r.txt', ['r.txt'], [], []],
    ['pip install --prefix /install --root-user-action ignore x', [], ['x'], []],
    ['uv pip install --system --no-cache -r r.txt', ['r.txt'], [], ['no-cache']],
    ['uv pip install --python 3.12 x', [], ['x'], []],
  ])('%s', (line, files, packages, flags) => {
    expect(view(line)).toEqual({ files, packages, flags });
  });

  it.each([
    'pip download x',
    'pip --version',
    'python app.py',
    'python -m venv /v',
    'pipx install x',
    'uv sync',
  ])('%s installs nothing', (line) => {
    expect(view(line)).toBeUndefined();
  });
});
