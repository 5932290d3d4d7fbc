import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createHttpClient } from '../../../server/platform/node/http-client.ts';
import type { NodeHttpOptions } from '../../../server/platform/node/http-client.ts';
import type { HttpRequest } from '../../../server/ports.ts';

import { startServer as start } from '../../registry/test-servers.ts';

const children: ChildProcess[] = [];
const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** The request's own limit is longer than the test's: what ends sooner ended for another reason. */
function ask(url: string, options: Partial<NodeHttpOptions> = {}, request: Partial<HttpRequest> = {}) {
  const http = createHttpClient({ userAgent: 'test', proxyFor: () => '', ...options });
  return http.request({
    method: 'GET', url, headers: {}, maxBytes: 1000, timeoutMs: 60_000, allowPrivate: true, ...request,
  });
} // prettier-ignore

/** A look-up that finds this address, or never ends. */
function lookup(address: string | undefined): NonNullable<NodeHttpOptions['lookup']> {
  const fake = (
    _name: string,
    _options: object,
    callback: (error: Error | null, found: { address: string; family: number }[]) => void,
  ) => {
    if (address !== undefined) callback(null, [{ address, family: 4 }]);
  };
  return fake as unknown as NonNullable<NodeHttpOptions['lookup']>;
}

describe('a request', () => {
  it('sends a body, and gets one', async () => {
    const server = await start(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      response.writeHead(201, { 'x-a': '1' }).end(`${request.headers['content-length']} ${body}`);
    });
    const answer = await ask(`http://${server.host}/`, {}, { method: 'POST', body: 'a=é' });
    if (!answer.ok) throw new Error(answer.detail);
    expect([answer.status, answer.headers.get('x-a'), Buffer.from(answer.body).toString()]).toEqual([201, '1', '4 a=é']); // prettier-ignore
    expect(answer.privateAddress).toBe(true);
  });

  it('is cut off at the limit, and told what broke', async () => {
    const large = await start((_request, response) => void response.end('x'.repeat(2000)));
    expect(await ask(`http://${large.host}/`)).toMatchObject({ ok: false, reason: 'too-large' });
    const reset = await start((request) => void request.socket.destroy());
    expect(await ask(`http://${reset.host}/`)).toMatchObject({ ok: false, reason: 'unreachable' });
    const hang = await start(() => undefined);
    expect(await ask(`http://${hang.host}/`, {}, { timeoutMs: 50 })).toMatchObject({ reason: 'timeout' });
  });

  it.each([['http://127.0.0.1:1/'], ['http://[::1]:1/'], ['http://[::ffff:10.0.0.1]:1/'], ['http://169.254.169.254/']])(
    'does not go to %s when that is not allowed', async (url) => {
    expect(await ask(url, {}, { allowPrivate: false })).toMatchObject({ ok: false, reason: 'refused' });
  }); // prettier-ignore

  it('does not go where a name turns out to lead inside', async () => {
    const server = await start((_request, response) => void response.end('secret'));
    const port = server.host.split(':')[1]!;
    const options = { lookup: lookup('127.0.0.1') };
    const url = `http://rebind.example.com:${port}/`;
    expect(await ask(url, options, { allowPrivate: false })).toMatchObject({ ok: false, reason: 'refused' });
    expect(server.requests).toEqual([]);
    expect(await ask(url, options)).toMatchObject({ ok: true });
  });

  it('goes through the proxy that the environment names', async () => {
    const asked: string[] = [];
    const proxy = createServer();
    proxy.on('connect', (request, socket: Socket) => {
      asked.push(request.url ?? '');
      socket.end('HTTP/1.1 401 no\r\nwww-authenticate: Bearer realm="https://evil.example.com/"\r\n\r\n');
    });
    await new Promise<void>((ready) => proxy.listen(0, '127.0.0.1', ready));
    const { port } = proxy.address() as AddressInfo;
    const answer = await ask('https://registry.example.com/v2/', {
      proxyFor: () => `http://127.0.0.1:${port}`,
    });
    // What it answers itself is not taken for the registry's words.
    expect(answer).toMatchObject({ ok: false, reason: 'unreachable', detail: 'the proxy answers 401' });
    expect(asked).toEqual(['registry.example.com:443']);
    await new Promise((done) => proxy.close(done));
  });
});

describe('without a network', () => {
  it('a name that is never found keeps nobody waiting', async () => {
    const options = { firstConnectionMs: 100, lookup: lookup(undefined) };
    expect(await ask('http://registry.example.com/', options)).toMatchObject({ reason: 'unreachable' });
  });

  it('fifty requests wait no longer than one', async () => {
    const http = createHttpClient({ userAgent: 'test', proxyFor: () => '', firstConnectionMs: 100, lookup: lookup(undefined) });
    const request = (name: string) => http.request({
      method: 'GET', url: `http://${name}.example.com/`, headers: {}, maxBytes: 1, timeoutMs: 60_000, allowPrivate: true,
    });
    const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => request(`a${i}`)));
    expect(answers.every((answer) => !answer.ok && answer.reason === 'unreachable')).toBe(true);
    let settled = false;
    void request('later').then(() => (settled = true));
    // At once: before anything that takes time could have happened.
    await Promise.resolve();
    await Promise.resolve();
    expect(settled).toBe(true);
  }); // prettier-ignore

  it.skipIf(process.platform !== 'linux')(
    'a host that swallows everything keeps nobody waiting',
    async () => {
      const host = await blackhole();
      expect(await ask(`http://${host}/`, { firstConnectionMs: 150 })).toMatchObject({
        reason: 'unreachable',
      });
    },
  );

  it('a connection that stood once is what it waits for, not an answer', async () => {
    const server = await start((_request, response) => void setTimeout(() => response.end('late'), 250));
    expect(await ask(`http://${server.host}/`, { firstConnectionMs: 150 })).toMatchObject({ ok: true });
  });

  it('a proxy that is there is waited for, however long it looks for the registry', async () => {
    const proxy = createServer();
    proxy.on('connect', (_request, socket: Socket) => {
      setTimeout(() => socket.end('HTTP/1.1 504 no\r\n\r\n'), 250);
    });
    await new Promise<void>((ready) => proxy.listen(0, '127.0.0.1', ready));
    const { port } = proxy.address() as AddressInfo;
    const answer = await ask('https://registry.example.com/', {
      firstConnectionMs: 100,
      proxyFor: () => `http://127.0.0.1:${port}`,
    });
    expect(answer).toMatchObject({ ok: false, detail: 'the proxy answers 504' });
    await new Promise((done) => proxy.close(done));
  });

  it.skipIf(process.platform !== 'linux')('a proxy that swallows everything is not', async () => {
    const host = await blackhole();
    const answer = await ask('https://registry.example.com/', {
      firstConnectionMs: 100,
      proxyFor: () => `http://${host}`,
    });
    expect(answer).toMatchObject({ ok: false, detail: 'no connection: there is no network' });
  });

  it.skipIf(process.platform !== 'linux')('a name that was found may suffice', async () => {
    const host = await blackhole();
    const options = { firstConnectionMs: 60, nameSuffices: true, lookup: lookup('127.0.0.1') };
    const url = `http://registry.example.com:${host.split(':')[1]}/`;
    // Now it is the request's own limit that ends it.
    expect(await ask(url, options, { timeoutMs: 200 })).toMatchObject({ reason: 'timeout' });
    expect(await ask(url, { ...options, nameSuffices: false }, { timeoutMs: 10_000 })).toMatchObject({ reason: 'unreachable' }); // prettier-ignore
  });
});

/**
 * A port where connections never come up: a process listens and sleeps, and the few that the system accepts for it are
 * taken by us.
 */
async function blackhole(): Promise<string> {
  const script = `
    const server = require('node:net').createServer();
    server.listen({ host: '127.0.0.1', port: 0, backlog: 1 }, () => {
      require('node:fs').writeSync(1, String(server.address().port));
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    });`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const port = await new Promise<number>((resolve) =>
    child.stdout.once('data', (data: Buffer) => resolve(Number(data.toString()))),
  );
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    sockets.push(socket);
    const stands = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      setTimeout(() => resolve(false), 300);
    });
    if (!stands) return `127.0.0.1:${port}`;
  }
}
