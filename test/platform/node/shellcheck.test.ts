/** The adapter with programs made for the purpose, and with the real ShellCheck where there is one. */
import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../../server/dockerfile/parse.ts';
import { applyEdits } from '../../../server/dockerfile/span.ts';
import { analyze } from '../../../server/engine/analyze.ts';
import { createNodeShellChecker } from '../../../server/platform/node/shellcheck.ts';
import type { ShellCheckOptions } from '../../../server/platform/node/shellcheck.ts';
import type { ShellChecker } from '../../../server/ports.ts';
import { shellCheckJobs } from '../../../server/shellcheck/job.ts';
import { shellcheckRules } from '../../../server/shellcheck/rules.ts';
import { ShellCheckSession } from '../../../server/shellcheck/session.ts';
import { factsFor } from '../../support/facts.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shellcheck-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const onUnix = describe.runIf(process.platform !== 'win32');

/** A program called shellcheck which is this Node script. */
async function program(body: string, options: ShellCheckOptions = {}): Promise<ShellChecker> {
  const path = join(folder, 'shellcheck');
  await writeFile(path, `#!${process.execPath}\n${body}`);
  await chmod(path, 0o755);
  return createNodeShellChecker({ ...options, env: { ...options.env, PATH: folder } });
}

const log = () => join(folder, 'log');

onUnix('the adapter', () => {
  it('starts it with arguments and standard input only, without options of the environment', async () => {
    const checker = await program(
      `const input = require('fs').readFileSync(0, 'utf8');
       process.stdout.write(JSON.stringify({ argv: process.argv.slice(2), input, cwd: process.cwd(), opts: process.env.SHELLCHECK_OPTS, locale: process.env.LC_ALL }));
       process.exit(1);`,
      { env: { SHELLCHECK_OPTS: '--external-sources' } },
    ); // prettier-ignore
    const answer = await checker.check('echo "$(touch /tmp/x)" é; `id`\n', 'dash');
    expect(answer.ok && (JSON.parse(answer.output) as unknown)).toMatchObject({
      argv: ['--norc', '--format=json1', '--color=never', '--severity=style', '--shell=dash', '-'],
      input: 'echo "$(touch /tmp/x)" é; `id`\n',
      cwd: expect.not.stringContaining(process.cwd()) as unknown,
      opts: '',
      locale: expect.stringMatching(/UTF-8$/) as unknown,
    });
  });

  it('reads its version', async () => {
    expect(await (await program(`console.log('ShellCheck\\nversion: 0.10.0\\nlicense: x')`)).version()).toBe('0.10.0');
    expect(await (await program(`console.log('hello')`)).version()).toBeUndefined();
    expect(await (await program('process.exit(3)')).version()).toBeUndefined();
  }); // prettier-ignore

  it('takes it from absolute folders of the PATH only', async () => {
    await program(`console.log('version: 1.0')`);
    const at = (...folders: string[]) =>
      createNodeShellChecker({ env: { PATH: folders.join(delimiter) } }).version();
    expect(await at('/nowhere', folder)).toBe('1.0');
    expect(await at(relative(process.cwd(), folder), '.', '')).toBeUndefined();
    expect(await createNodeShellChecker({ env: {} }).check('a', 'sh')).toEqual({ ok: false, reason: 'missing' });
    await chmod(join(folder, 'shellcheck'), 0o644);
    expect(await at(folder)).toBeUndefined();
  }); // prettier-ignore

  it('ends one that takes too long', async () => {
    const checker = await program('setTimeout(() => undefined, 60_000)', { timeout: 300 });
    expect(await checker.check('a', 'sh')).toMatchObject({ ok: false, reason: 'timeout' });
  });

  it('ends one that prints too much', async () => {
    const checker = await program(`const s = 'x'.repeat(65536); const go = () => process.stdout.write(s, go); go();`, { maxOutput: 1e6 }); // prettier-ignore
    expect(await checker.check('a', 'sh')).toMatchObject({ ok: false, reason: 'too-large' });
  });

  it('ends one that is cancelled, and starts none that is already', async () => {
    await rm(log(), { force: true });
    const checker = await program(
      `require('fs').appendFileSync(${JSON.stringify(log())}, process.pid + '\\n'); setTimeout(() => undefined, 60_000);`,
    );
    let cancel: () => void = () => undefined;
    const signal = {
      isCancellationRequested: false,
      onCancellationRequested: (listener: () => void) => {
        cancel = listener;
        return { dispose: () => undefined };
      },
    };
    const answer = checker.check('a', 'sh', signal);
    const started = async (): Promise<string> => (await readFile(log(), 'utf8').catch(() => '')).trim();
    await expect.poll(started, { timeout: 10_000 }).not.toBe('');
    cancel();
    expect(await answer).toEqual({ ok: false, reason: 'cancelled' });
    const pid = Number(await started());
    const isAlive = (): boolean => {
      try {
        return process.kill(pid, 0);
      } catch {
        return false;
      }
    };
    await expect.poll(isAlive, { timeout: 10_000 }).toBe(false);
    const before = await started();
    expect(await checker.check('a', 'sh', { ...signal, isCancellationRequested: true })).toMatchObject({
      reason: 'cancelled',
    });
    expect(await started()).toBe(before);
  });

  it.each([
    ['ends with an error', `console.error('Unknown shell'); process.exit(4)`, /exit code 4: Unknown shell/],
    ['is killed', `process.kill(process.pid, 'SIGKILL')`, /exit code null/],
    ['does not read its input', `process.stdin.destroy(); process.exit(2)`, /exit code 2/],
  ])('says why when it %s', async (_, body, detail) => {
    const checker = await program(body);
    const answer = await checker.check('a'.repeat(90_000), 'sh');
    expect(answer).toMatchObject({ ok: false, reason: 'failed', detail: expect.stringMatching(detail) as unknown });
  }); // prettier-ignore

  it('survives what is no program', async () => {
    await writeFile(join(folder, 'shellcheck'), '#!/nowhere/at/all\n');
    await chmod(join(folder, 'shellcheck'), 0o755);
    const checker = createNodeShellChecker({ env: { PATH: folder } });
    expect(await checker.check('a', 'sh')).toMatchObject({ ok: false, reason: 'failed' });
    expect(await checker.version()).toBeUndefined();
  });

  it('runs two at one time', async () => {
    await rm(log(), { force: true });
    const checker = await program(
      `const fs = require('fs'), log = ${JSON.stringify(log())};
       fs.appendFileSync(log, '+'); setTimeout(() => { fs.appendFileSync(log, '-'); process.stdout.write('{"comments":[]}'); }, 200);`,
    ); // prettier-ignore
    const all = await Promise.all([1, 2, 3, 4, 5].map(() => checker.check('a', 'sh')));
    expect(all.every(({ ok }) => ok)).toBe(true);
    let [running, most] = [0, 0];
    for (const mark of await readFile(log(), 'utf8')) most = Math.max(most, (running += mark === '+' ? 1 : -1));
    expect([most, running]).toEqual([2, 0]);
  }); // prettier-ignore
});

const installed = spawnSync('shellcheck', ['--version']).status === 0;

describe('the real ShellCheck', () => {
  it.runIf(!installed)('is not installed: its integration is not tested', () => {
    console.log('ShellCheck is not installed (Debian: apt-get install shellcheck): skipped');
  });

  it.runIf(installed)('finds what it finds where it is, and corrects it', async () => {
    const text = [
      '# Grüße 🐳',
      'FROM debian:13',
      'ARG list',
      'ENV known=1',
      'RUN set -e; \\',
      '  # 🐳',
      '  for f in $known $list; do \\',
      '    echo "🐳" $f $nobody; \\',
      '  done',
      '# hadolint ignore=SC2164',
      'RUN cd /x; ls',
      'RUN <<EOF',
      '#!/bin/bash',
      'cd /y',
      'EOF',
      'RUN [[ -f x ]] || make -j$(nproc)',
      'RUN if true; then echo',
      '',
    ].join('\r\n');
    const model = parseDockerfile(text);
    const facts = await factsFor(text);
    const session = new ShellCheckSession(createNodeShellChecker(), quiet);
    const checked = await session.check(await session.prepare(shellCheckJobs(model, facts.images)));
    const guests = shellcheckRules(model, facts.images, checked);
    const { findings } = analyze(model, facts, { only: [], guests });
    const shown = findings.map(({ rule, span }) => {
      const line = text.slice(0, span.start).split('\n').length;
      return `${line} ${rule.id.slice('shellcheck/'.length)} ${text.slice(span.start, span.end)}`;
    });
    expect(shown.sort()).toEqual([
      '14 SC2164 cd /y',
      '16 SC3010 [[ -f x ]]',
      '8 SC2086 $f',
      '8 SC2086 $nobody',
      '8 SC2154 $nobody',
    ]);
    const quoted = findings.filter(({ rule }) => rule.id === 'shellcheck/SC2086').flatMap((one) => one.fixes()[0]!.edits);
    expect(applyEdits(text, quoted)).toBe(text.replace('$f $nobody', '"$f" "$nobody"'));
  }); // prettier-ignore
});
