/** The ContainerEngine port over the socket of Docker Engine: one question, nothing that changes anything. */
import { request } from 'node:http';
import { homedir } from 'node:os';
import path from 'node:path';
import type { ContainerEngine } from '../../ports.ts';
import { Limiter } from '../../registry/limiter.ts';

/** Milliseconds. It is on this machine: what does not answer by then hangs. */
const patience = 1000;
/** A socket that hung is left alone for so long, in milliseconds. */
const quiet = 60_000;
const maximumRequests = 4;
/** An image with a thousand layers and labels has less. */
const maximumBytes = 1024 * 1024;

type Answer =
  | { readonly kind: 'image'; readonly text: string }
  /** It answers, but has no such image. */
  | { readonly kind: 'none' }
  /** Nobody there, or nobody that answers. */
  | { readonly kind: 'silent' };

/** `sockets`: the first that somebody listens at is asked. `now`: milliseconds, never going back. */
export function createDockerEngine(
  sockets: readonly string[],
  options: { readonly now: () => number; readonly timeoutMs?: number },
): ContainerEngine {
  const { now, timeoutMs = patience } = options;
  const limiter = new Limiter(maximumRequests);
  const silentUntil = new Map<string, number>();
  return {
    inspect: (name, signal) =>
      limiter.run(async () => {
        for (const socket of sockets) {
          if (signal?.isCancellationRequested || (silentUntil.get(socket) ?? 0) > now()) continue;
          const answer = await ask(socket, name, timeoutMs);
          if (answer.kind === 'image') return answer.text;
          if (answer.kind === 'none') return undefined;
          silentUntil.set(socket, now() + quiet);
        }
        return undefined;
      }),
  };
}

/**
 * Where Docker Engine listens on this machine: what DOCKER_HOST names when that is a socket (and nowhere when it is another
 * machine), else the usual places: the system's, that of Docker Desktop and of an engine without root.
 */
export function dockerSockets(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): readonly string[] {
  const host = env['DOCKER_HOST'] ?? '';
  if (host !== '') {
    const match = /^(unix|npipe):\/\/(.+)$/.exec(host);
    if (match?.[1] === 'unix' && platform !== 'win32') return path.isAbsolute(match[2]!) ? [match[2]!] : [];
    return match?.[1] === 'npipe' && platform === 'win32' ? [match[2]!.replaceAll('/', '\\')] : [];
  }
  if (platform === 'win32') return ['\\\\.\\pipe\\docker_engine'];
  const runtime = env['XDG_RUNTIME_DIR'];
  return [
    '/var/run/docker.sock',
    path.join(homedir(), '.docker', 'run', 'docker.sock'),
    ...(runtime !== undefined && path.isAbsolute(runtime) ? [path.join(runtime, 'docker.sock')] : []),
  ];
}

function ask(socketPath: string, name: string, timeoutMs: number): Promise<Answer> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => end({ kind: 'silent' }), timeoutMs);
    const outgoing = request({
      socketPath,
      // A path, whatever the name holds: slashes are part of it, all else that means something in a URL is not.
      path: `/images/${name.split('/').map(encodeURIComponent).join('/')}/json?manifests=1`,
      headers: { host: 'localhost', accept: 'application/json' },
    });
    const end = (answer: Answer): void => {
      clearTimeout(timer);
      outgoing.destroy();
      resolve(answer);
    };
    outgoing.on('error', () => end({ kind: 'silent' }));
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = [];
      let length = 0;
      response.on('data', (chunk: Buffer) => {
        length += chunk.length;
        if (length > maximumBytes) end({ kind: 'none' });
        else chunks.push(chunk);
      });
      response.on('error', () => end({ kind: 'silent' }));
      response.on('end', () =>
        end(
          response.complete && response.statusCode === 200
            ? { kind: 'image', text: Buffer.concat(chunks).toString('utf8') }
            : { kind: 'none' },
        ),
      );
    });
    outgoing.end();
  });
}
