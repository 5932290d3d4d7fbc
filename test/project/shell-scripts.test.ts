import { describe, expect, it } from 'vitest';
import { factsFor } from '../support/facts.ts';

const dockerfile = 'FROM debian:12\nCOPY . /srv\n';

async function scriptAt(path: string, files: Record<string, string>) {
  const { project } = await factsFor(dockerfile, files);
  return project.script(path);
}

describe('shell scripts of the context', () => {
  it.each<[string, string, string | undefined]>([
    ['entrypoint.sh', '#!/bin/sh\nexec "$@"\n', 'sh'],
    ['docker/start', '#!/usr/bin/env bash\nnode a.js\n', 'bash'],
    ['bin/docker-entrypoint', '#!/bin/bash -e\n./bin/rails db:prepare\n', 'bash'],
    ['run.sh', 'python app.py\n', undefined],
  ])('reads %s', async (path, text, shell) => {
    const found = await scriptAt(path, { [path]: text });
    expect(found?.shell).toBe(shell);
    expect(found?.script.commands.length).toBeGreaterThan(0);
  });

  it.each<[string, string]>([
    ['bin/rails', '#!/usr/bin/env ruby\nputs 1\n'],
    ['start', 'python app.py\n'],
    ['notes.txt', '#!/bin/sh\n'],
    ['a/b/c/d/e/f/run.sh', '#!/bin/sh\n'],
    ['large.sh', `#!/bin/sh\n${'# line\n'.repeat(20_000)}`],
    ['binary.sh', '#!/bin/sh\n\0\0'],
  ])('leaves %s alone', async (path, text) => {
    expect(await scriptAt(path, { [path]: text })).toBeUndefined();
  });

  it('leaves out what the build does not get', async () => {
    expect(await scriptAt('run.sh', { 'run.sh': 'true\n', '.dockerignore': '*.sh\n' })).toBeUndefined();
  });

  it('reads a bounded number of them', async () => {
    const files = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`s/${i}.sh`, 'true\n']));
    const { project } = await factsFor(dockerfile, files);
    const read = Object.keys(files).filter((path) => project.script(path) !== undefined);
    expect(read.length).toBeGreaterThan(10);
    expect(read.length).toBeLessThan(300);
  });

  it('reads a bounded length of them, the nearest first', async () => {
    const long = 'true\n'.repeat(12_000);
    const files = { 'a/b/run.sh': long, 'a/run.sh': long, 'run.sh': long, 'start.sh': long, 'a/b/go.sh': 'true\n' };
    const { project } = await factsFor(dockerfile, files);
    const read = Object.keys(files).filter((path) => project.script(path) !== undefined);
    expect(read).toEqual(['a/run.sh', 'run.sh', 'start.sh', 'a/b/go.sh']);
  }); // prettier-ignore
});
