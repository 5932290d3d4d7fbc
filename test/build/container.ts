/** Starts an image and asks its program. The container has no network but its own loopback, so ports never clash. */
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { lastLines, run } from './command.ts';
import type { Engine } from './engine.ts';
import type { Request } from './projects.ts';

export interface Answer {
  readonly status: number;
  /** Media type without parameters: servers differ in naming the character set. */
  readonly type: string;
  readonly body: string;
}

export interface Running {
  readonly answers: readonly Answer[];
  readonly uid: number;
  /** Name of process 1. */
  readonly process: string;
  /** Undefined when the image has no health check. */
  readonly health: string | undefined;
}

const startSeconds = 20;
const healthSeconds = 45;

/** Runs inside the container's network; waits until the port answers, then sends the requests in order. */
const client = `
const [port, requests, seconds] = JSON.parse(process.argv[1]);
const send = async ({ path, method = 'GET', form }) => {
  const response = await fetch('http://127.0.0.1:' + port + path, {
    method,
    redirect: 'manual',
    ...(form !== undefined && { body: form, headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
  });
  const type = (response.headers.get('content-type') ?? '').split(';')[0].trim();
  return { status: response.status, type, body: await response.text() };
};
const end = Date.now() + seconds * 1000;
for (;;) {
  try {
    await send({ path: '/' });
    break;
  } catch (error) {
    if (Date.now() > end) throw error;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
const answers = [];
for (const request of requests) answers.push(await send(request));
console.log(JSON.stringify(answers));
`;

/** Throws, with the program's last words, when it does not answer. */
export async function ask(
  engine: Engine,
  image: string,
  port: number,
  requests: readonly Request[],
): Promise<Running> {
  const id = (await engine.mustDocker('run', '--detach', '--network', 'none', image)).trim();
  try {
    const pid = (await engine.mustDocker('inspect', '--format', '{{.State.Pid}}', id)).trim();
    if (pid === '0') throw new Error('the program ended at once');
    const asked = await run('nsenter', [
      `--net=/proc/${pid}/ns/net`,
      process.execPath,
      '--input-type=module',
      '--eval',
      client,
      JSON.stringify([port, requests, startSeconds]),
    ]);
    if (asked.code !== 0) throw new Error(`no answer on port ${port}: ${lastLines(asked.stderr, 3)}`);
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    return {
      answers: JSON.parse(asked.stdout) as Answer[],
      uid: Number(/^Uid:\s+(\d+)/m.exec(status)?.[1]),
      process: /^Name:\s+(.*)$/m.exec(status)?.[1] ?? '',
      health: await health(engine, id),
    };
  } catch (error) {
    const logs = await engine.docker('logs', '--tail', '15', id);
    throw new Error(
      `${error instanceof Error ? error.message : String(error)}\n${logs.stdout}${logs.stderr}`,
      { cause: error },
    );
  } finally {
    await engine.docker('rm', '--force', id);
  }
}

async function health(engine: Engine, id: string): Promise<string | undefined> {
  for (let seconds = 0; ; seconds++) {
    const format = '{{if .State.Health}}{{.State.Health.Status}}{{end}}';
    const status = (await engine.mustDocker('inspect', '--format', format, id)).trim();
    if (status === '') return undefined;
    if (status !== 'starting' || seconds >= healthSeconds) return status;
    await delay(1000);
  }
}
