/** The ShellCheck of this machine: found on the PATH, started with arguments only, fed by standard input. */
import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import type { CancellationSignal, ShellCheckAnswer, ShellChecker } from '../../ports.ts';

export interface ShellCheckOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Milliseconds until a run is ended. */
  readonly timeout?: number;
  /** Bytes of output after which a run is ended. */
  readonly maxOutput?: number;
  /** Runs at one time. */
  readonly concurrency?: number;
}

/** Without a configuration file and options of the environment: findings depend on the Dockerfile alone. */
const fixedArguments = ['--norc', '--format=json1', '--color=never', '--severity=style'];

export function createNodeShellChecker(options: ShellCheckOptions = {}): ShellChecker {
  const { timeout = 5_000, maxOutput = 4 * 1024 * 1024, concurrency = 2 } = options;
  const env = options.env ?? process.env;
  const turn = turns(concurrency);

  async function run(args: readonly string[], stdin: string, signal?: CancellationSignal): Promise<ShellCheckAnswer> {
    const executable = await findExecutable(env);
    if (executable === undefined) return { ok: false, reason: 'missing' };
    return turn(() => start(executable, args, stdin, { env, timeout, maxOutput, signal }));
  } // prettier-ignore

  return {
    async version() {
      const answer = await run(['--version'], '');
      return answer.ok ? /^version:\s*(\d+(?:\.\d+)+)/m.exec(answer.output)?.[1] : undefined;
    },
    check: (script, dialect, signal) => run([...fixedArguments, `--shell=${dialect}`, '-'], script, signal),
  };
}

interface RunOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly timeout: number;
  readonly maxOutput: number;
  readonly signal: CancellationSignal | undefined;
}

function start(
  executable: string,
  args: readonly string[],
  stdin: string,
  { env, timeout, maxOutput, signal }: RunOptions,
): Promise<ShellCheckAnswer> {
  if (signal?.isCancellationRequested) return Promise.resolve({ ok: false, reason: 'cancelled' });
  return new Promise((resolve) => {
    const child = spawn(executable, args, {
      shell: false,
      windowsHide: true,
      // Not a folder of the user's: what lies there is nothing to ShellCheck.
      cwd: tmpdir(),
      env: environment(env),
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const chunks: Buffer[] = [];
    let size = 0;
    let complaint = '';
    let ended = false;
    const end = (answer: ShellCheckAnswer): void => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      subscription?.dispose();
      child.kill('SIGKILL');
      resolve(answer);
    };
    const timer = setTimeout(
      () => end({ ok: false, reason: 'timeout', detail: `no answer after ${timeout} ms` }),
      timeout,
    );
    const subscription = signal?.onCancellationRequested(() => end({ ok: false, reason: 'cancelled' }));
    child.on('error', (error) => end({ ok: false, reason: 'failed', detail: error.message }));
    // A process that ends early closes its input; its exit code says what happened.
    child.stdin.on('error', () => undefined);
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxOutput) end({ ok: false, reason: 'too-large', detail: `more than ${maxOutput} bytes` });
      else chunks.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      if (complaint.length < 500) complaint += chunk.toString();
    });
    child.on('close', (code) => {
      // 0: nothing found, 1: something; all else is trouble.
      if (code === 0 || code === 1) end({ ok: true, output: Buffer.concat(chunks).toString('utf8') });
      else
        end({ ok: false, reason: 'failed', detail: `exit code ${code}: ${complaint.slice(0, 500).trim()}` });
    });
    child.stdin.end(stdin);
  });
}

/** ShellCheck reads its input in the locale's encoding, and takes more options from SHELLCHECK_OPTS. */
function environment(env: RunOptions['env']): NodeJS.ProcessEnv {
  return {
    ...env,
    SHELLCHECK_OPTS: '',
    LC_ALL: process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8',
  };
}

/** In absolute folders of the PATH only: a relative one could be the workspace. */
async function findExecutable(env: RunOptions['env']): Promise<string | undefined> {
  const name = process.platform === 'win32' ? 'shellcheck.exe' : 'shellcheck';
  for (const folder of (env['PATH'] ?? env['Path'] ?? '').split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    const candidate = join(folder, name);
    const found = await stat(candidate).then(
      (stats) => stats.isFile(),
      () => false,
    );
    if (!found) continue;
    const executable = await access(candidate, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (executable) return candidate;
  }
  return undefined;
}

/** Runs so many pieces of work at one time, the others in the order in which they came. */
function turns(limit: number): <Value>(work: () => Promise<Value>) => Promise<Value> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= limit) await new Promise<void>((resolve) => void waiting.push(resolve));
    running++;
    try {
      return await work();
    } finally {
      running--;
      waiting.shift()?.();
    }
  };
}
