import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { embeddedImages } from '../../server/images/table.ts';
import type { CancellationSignal, ShellCheckAnswer, ShellChecker } from '../../server/ports.ts';
import { shellCheckJobs } from '../../server/shellcheck/job.ts';
import { readOutput } from '../../server/shellcheck/output.ts';
import { ShellCheckSession } from '../../server/shellcheck/session.ts';
import { fakeShellCheck, noShellCheck } from '../support/shellcheck.ts';

function start(checker: ShellChecker) {
  const warnings: string[] = [];
  const logger = {
    info: () => undefined,
    warn: (message: string) => void warnings.push(message),
    error: () => undefined,
  };
  return { session: new ShellCheckSession(checker, logger), warnings };
}

const jobs = (...scripts: string[]) =>
  shellCheckJobs(
    parseDockerfile(`FROM debian:13\n${scripts.map((script) => `RUN ${script}\n`).join('')}`),
    embeddedImages(),
  );

const answers = (answer: ShellCheckAnswer): ShellChecker => ({
  version: () => Promise.resolve('0.10.0'),
  check: () => Promise.resolve(answer),
});

class Signal implements CancellationSignal {
  isCancellationRequested = false;
  readonly #listeners: (() => void)[] = [];
  onCancellationRequested(listener: () => void) {
    this.#listeners.push(listener);
    return { dispose: () => undefined };
  }
  cancel(): void {
    this.isCancellationRequested = true;
    for (const listener of this.#listeners) listener();
  }
}

describe('a session', () => {
  it('asks once for each script in each shell', async () => {
    const checker = fakeShellCheck([]);
    const { session } = start(checker);
    await session.check(await session.prepare(jobs('a', 'b', 'a')));
    await session.check(await session.prepare(jobs('b', 'c')));
    expect(checker.asked.map(({ script }) => script.trim())).toEqual(['a', 'b', 'c']);
  });

  it('knows what it was told, and starts nothing to know it', async () => {
    const checker = fakeShellCheck([{ code: 2000, about: 'a' }]);
    const { session } = start(checker);
    expect(session.known(await session.prepare(jobs('a')))).toEqual({ checked: [], complete: false });
    await session.check(await session.prepare(jobs('a')));
    const { checked, complete } = session.known(await session.prepare(jobs('a', 'b')));
    expect([checked.map(({ comments }) => comments.length), complete]).toEqual([[1], false]);
    expect(checker.asked).toHaveLength(1);
  });

  it('has nothing to do where there is no ShellCheck', async () => {
    const { session, warnings } = start(noShellCheck);
    expect(await session.prepare(jobs('a'))).toEqual([]);
    expect(warnings).toEqual([]);
  });

  it('ends a run that nobody waits for any more, and starts it again for the next one', async () => {
    const signals: CancellationSignal[] = [];
    let answer: (answer: ShellCheckAnswer) => void = () => undefined;
    const { session } = start({
      version: () => Promise.resolve('0.10.0'),
      check: (_, __, signal) => {
        signals.push(signal!);
        return new Promise((resolve) => {
          answer = resolve;
          signal!.onCancellationRequested(() => resolve({ ok: false, reason: 'cancelled' }));
        });
      },
    });
    const prepared = await session.prepare(jobs('a'));
    const [first, second] = [new Signal(), new Signal()];
    const both = [session.check(prepared, first), session.check(prepared, second)];
    first.cancel();
    expect([signals.length, signals[0]!.isCancellationRequested]).toEqual([1, false]);
    second.cancel();
    expect(signals[0]!.isCancellationRequested).toBe(true);
    expect(await Promise.all(both)).toEqual([[], []]);
    const again = session.check(prepared, new Signal());
    answer({ ok: true, output: '{"comments":[]}' });
    expect(await again).toHaveLength(1);
    expect(signals).toHaveLength(2);
  });

  it.each<[string, ShellCheckAnswer, RegExp]>([
    ['is broken', { ok: false, reason: 'failed', detail: 'exit code 127' }, /^ShellCheck does not work \(failed\): exit code 127$/],
    ['prints something else', { ok: true, output: 'hello' }, /^ShellCheck printed what is not/],
  ])('says once that ShellCheck %s', async (_, answer, message) => {
    const { session, warnings } = start(answers(answer));
    const checked = await session.check(await session.prepare(jobs('a', 'b', 'c')));
    expect(checked.flatMap(({ comments }) => comments)).toEqual([]);
    expect(warnings).toEqual([expect.stringMatching(message)]);
  }); // prettier-ignore

  it('says of each script that ShellCheck gave up on it', async () => {
    const { session, warnings } = start(answers({ ok: false, reason: 'timeout' }));
    await session.check(await session.prepare(jobs('a', 'b')));
    await session.check(await session.prepare(jobs('a')));
    expect(warnings).toHaveLength(2);
  });

  it('forgets what was not asked for longest', async () => {
    const checker = fakeShellCheck([]);
    const { session } = start(checker);
    for (let i = 0; i < 600; i++) await session.check(await session.prepare(jobs(`a${i}`)));
    await session.check(await session.prepare(jobs('a599')));
    expect(checker.asked).toHaveLength(600);
    await session.check(await session.prepare(jobs('a0')));
    expect(checker.asked).toHaveLength(601);
  });
});

describe("ShellCheck's output", () => {
  const good = { line: 1, endLine: 1, column: 1, endColumn: 2, level: 'style', code: 2000, message: 'm', fix: null };
  const replacement = { line: 1, endLine: 1, column: 1, endColumn: 1, replacement: '"' };

  it.each<[string, string, number | undefined]>([
    ['nothing', '', undefined],
    ['no JSON', '{"comments":[', undefined],
    ['another format', '[]', undefined],
    ['no comments', '{"comments":[]}', 0],
    ['a comment', JSON.stringify({ comments: [good] }), 1],
    ['broken ones', JSON.stringify({ comments: [null, 1, {}, { ...good, line: 0 }, { ...good, code: '2000' }, { ...good, code: 20 }, { ...good, level: 'constructor' }, { ...good, message: 1 }, good] }), 1],
  ])('%s', (_, output, count) => {
    expect(readOutput(output)?.length).toBe(count);
  }); // prettier-ignore

  it('has corrections, whole or none', () => {
    const read = (replacements: unknown) =>
      readOutput(JSON.stringify({ comments: [{ ...good, fix: { replacements } }] }))?.[0]?.replacements.length;
    expect(read([replacement, replacement])).toBe(2);
    expect(read([replacement, { ...replacement, replacement: 1 }])).toBe(0);
    expect(read('x')).toBe(0);
  });
}); // prettier-ignore
