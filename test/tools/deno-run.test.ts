import { describe, expect, it } from 'vitest';
import { parseShell } from '../../server/dockerfile/shell.ts';
import { hasOption, isAllowed, readDenoRun, type DenoRun } from '../../server/tools/deno-run.ts';

function read(words: string): DenoRun {
  const run = readDenoRun(parseShell(`deno ${words}`).commands[0]!.args);
  if (!run) throw new Error(`${words} runs nothing`);
  return run;
}

describe('deno run', () => {
  it.each([
    ['run -A main.ts --port 80', 'run', 'main.ts'],
    ['run --config other.json --allow-net src/main.ts', 'run', 'src/main.ts'],
    ['-A main.ts', 'run', 'main.ts'],
    ['main.ts run', 'run', 'main.ts'],
    ['serve --port 8000 main.ts', 'serve', 'main.ts'],
    ['task start', 'task', 'start'],
    ['repl', 'repl', undefined],
  ])('%s', (words, subcommand, target) => {
    const run = read(words);
    expect([run.subcommand, run.target?.value]).toEqual([subcommand, target]);
  });

  it('runs nothing without words', () => {
    expect(readDenoRun([])).toBeUndefined();
    expect(readDenoRun(parseShell('deno --version').commands[0]!.args)).toBeUndefined();
  });

  it.each([
    ['run main.ts', false],
    ['run -A main.ts', true],
    ['run -P main.ts', true],
    ['run -RWE main.ts', true],
    ['run -RE main.ts', false],
    ['run --allow-write=/data main.ts', true],
    ['run --allow-all --deny-write main.ts', false],
    ['run --allow-writes main.ts', false],
    ['run main.ts --allow-write', false],
  ])('%s: may it write? %s', (words, allowed) => {
    expect(isAllowed(read(words), 'write')).toBe(allowed);
  });

  it('knows options with and without values', () => {
    expect(hasOption(read('run --watch=src main.ts'), '--watch')).toBe(true);
    expect(hasOption(read('run --watching main.ts'), '--watch')).toBe(false);
  });
});
