/** Runs programs and keeps what they print. */
import { spawn } from 'node:child_process';

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

/** Never rejects for a failing program: the exit code tells (127 when it could not be started). */
export function run(
  program: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv; readonly show?: boolean } = {},
): Promise<CommandResult> {
  const started = performance.now();
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      ...(options.cwd !== undefined && { cwd: options.cwd }),
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (data: string) => {
      stdout += data;
      if (options.show) process.stdout.write(data);
    });
    child.stderr.setEncoding('utf8').on('data', (data: string) => {
      stderr += data;
      if (options.show) process.stderr.write(data);
    });
    const end = (code: number): void =>
      resolve({ code, stdout, stderr, seconds: (performance.now() - started) / 1000 });
    child.on('error', (error) => {
      stderr += String(error);
      end(127);
    });
    child.on('close', (code) => end(code ?? 1));
  });
}

/** As `run`, but a failing program is an error. */
export async function mustRun(...args: Parameters<typeof run>): Promise<string> {
  const result = await run(...args);
  if (result.code !== 0)
    throw new Error(
      `${args[0]} ${args[1].join(' ')} ended with ${result.code}:\n${lastLines(result.stdout + result.stderr, 20)}`,
    );
  return result.stdout;
}

export function lastLines(text: string, count: number): string {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}
