import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDockerEngine, dockerSockets } from '../../../server/platform/node/docker-engine.ts';

let folder = '';
const servers: Server[] = [];
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'engine-'));
});
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
  await rm(folder, { recursive: true, force: true });
});

/** An engine that answers as `listener` says, on a socket of this name. */
async function engine(name: string, listener: RequestListener): Promise<{ socket: string; asked: string[] }> {
  const socket = path.join(folder, name);
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    listener(request, response);
  });
  servers.push(server);
  await new Promise<void>((ready) => server.listen(socket, ready));
  return { socket, asked };
}

const clock = { ms: 0 };
const options = { now: () => clock.ms, timeoutMs: 200 };

describe.skipIf(process.platform === 'win32')('the engine at a socket', () => {
  it('is asked for one image, and nothing else', async () => {
    const { socket, asked } = await engine('a', (_request, response) => response.end('{"Id":"x"}'));
    const docker = createDockerEngine([socket], options);
    expect(await docker.inspect('docker.io/library/node:22')).toBe('{"Id":"x"}');
    expect(await docker.inspect('a/b?c#d%2f..')).toBe('{"Id":"x"}');
    expect(asked).toEqual([
      'GET /images/docker.io/library/node%3A22/json?manifests=1',
      'GET /images/a/b%3Fc%23d%252f../json?manifests=1',
    ]);
  });

  it.each<[string, RequestListener]>([
    ['has no such image', (_request, response) => void response.writeHead(404).end('{"message":"no such image"}')],
    ['is in trouble', (_request, response) => void response.writeHead(500).end()],
    ['sends too much', (_request, response) => void response.end('x'.repeat(1024 * 1024 + 1))],
    ['breaks off', (_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{', () => response.destroy());
    }],
    ['hangs', () => undefined],
    ['is no engine', (request) => void request.socket.end('SSH-2.0-OpenSSH\r\n')],
  ])('gives nothing when it %s', async (_name, listener) => {
    const { socket } = await engine('a', listener);
    expect(await createDockerEngine([socket], options).inspect('node')).toBeUndefined();
  }); // prettier-ignore

  it('that hangs is left alone for a minute, and the next one asked', async () => {
    const hanging = await engine('a', () => undefined);
    const other = await engine('b', (_request, response) => response.end('{}'));
    const docker = createDockerEngine([hanging.socket, other.socket], options);
    expect(await docker.inspect('node')).toBe('{}');
    expect(await docker.inspect('node')).toBe('{}');
    expect(hanging.asked).toHaveLength(1);
    clock.ms += 61_000;
    await docker.inspect('node');
    expect(hanging.asked).toHaveLength(2);
  });

  it('may not be there, or be a file', async () => {
    await writeFile(path.join(folder, 'file'), '');
    const docker = createDockerEngine([path.join(folder, 'gone'), path.join(folder, 'file')], options);
    expect(await docker.inspect('node')).toBeUndefined();
  });

  it('gets at most four questions at a time', async () => {
    let open = 0;
    let peak = 0;
    const { socket } = await engine('a', (_request, response) => {
      peak = Math.max(peak, ++open);
      setTimeout(() => {
        open -= 1;
        response.end('{}');
      }, 5);
    });
    const docker = createDockerEngine([socket], options);
    await Promise.all(Array.from({ length: 50 }, (_, i) => docker.inspect(`image${i}`)));
    expect(peak).toBe(4);
  });
});

describe('dockerSockets', () => {
  it.each([
    ['unix:///run/user/1000/docker.sock', 'linux', ['/run/user/1000/docker.sock']],
    ['unix://relative.sock', 'linux', []],
    ['tcp://build.example.com:2376', 'linux', []],
    ['ssh://me@build.example.com', 'darwin', []],
    ['npipe:////./pipe/other', 'linux', []],
    ['npipe:////./pipe/other', 'win32', ['\\\\.\\pipe\\other']],
    ['unix:///var/run/docker.sock', 'win32', []],
  ] as const)('DOCKER_HOST=%s on %s', (host, platform, expected) => {
    expect(dockerSockets({ DOCKER_HOST: host }, platform)).toEqual(expected);
  });

  it('are the usual ones without it', () => {
    expect(dockerSockets({}, 'win32')).toEqual(['\\\\.\\pipe\\docker_engine']);
    const unix = dockerSockets({ XDG_RUNTIME_DIR: '/run/user/5' }, 'linux');
    expect(unix[0]).toBe('/var/run/docker.sock');
    expect(unix.at(-1)).toBe('/run/user/5/docker.sock');
    expect(dockerSockets({ XDG_RUNTIME_DIR: 'here' }, 'linux')).toHaveLength(2);
  });
});
