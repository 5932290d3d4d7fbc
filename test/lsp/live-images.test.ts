import { afterEach, describe, expect, it } from 'vitest';
import { createHttpClient } from '../../server/platform/node/http-client.ts';
import { httpRequest } from '../../shared/protocol.ts';
import type { HttpParams, HttpResult } from '../../shared/protocol.ts';
import { gzipLayer, Repository, tarLike } from '../registry/made-image.ts';
import { startServer } from '../registry/test-servers.ts';
import { createMemoryFileSystem } from '../support/memory-file-system.ts';
import { startClient } from './client.ts';
import type { ClientOptions, TestClient } from './client.ts';

const uri = 'file:///project/Dockerfile';
const clients: TestClient[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.dispose();
});

const http = createHttpClient({ userAgent: 'test', proxyFor: () => '' });

async function start(options: Partial<ClientOptions> = {}, user = '1000') {
  const repository = new Repository();
  repository.image([gzipLayer(tarLike(2000))], { User: user }, '1');
  const server = await startServer(repository.handler);
  const client = await startClient({ fileSystem: createMemoryFileSystem({}), http, ...options });
  clients.push(client);
  return { server, client, repository, image: `${server.host}/team/base:1` };
}

const hover = async (client: TestClient): Promise<string> => {
  const result = await client.connection.sendRequest<{ contents: { value: string } } | null>(
    'textDocument/hover',
    {
      textDocument: { uri },
      position: { line: 0, character: 8 },
    },
  );
  return result?.contents.value ?? '';
};

/** Asks until the hover says it; the registry answers when it answers. */
async function hoverWith(client: TestClient, part: string): Promise<string> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const text = await hover(client);
    if (text.includes(part)) return text;
    await new Promise((done) => setTimeout(done, 20));
  }
  throw new Error(`no hover with ${part}`);
}

describe('images of an open document', () => {
  it('are answered at once and learned behind, once for a thousand hovers', async () => {
    const { client, server, image } = await start();
    client.open(uri, `FROM ${image}\nCMD ["x"]\n`);
    expect(await hover(client)).toContain('sizes unknown');
    await hoverWith(client, '1.02 MB');
    const asked = server.requests.length;
    await Promise.all(Array.from({ length: 1000 }, () => hover(client)));
    expect(server.requests).toHaveLength(asked);
    expect(server.requests.filter(({ line }) => line.includes('/manifests/'))).toHaveLength(1);
  });

  it('change findings when more is known', async () => {
    const { client, image } = await start({}, '');
    client.open(uri, `FROM ${image}\nCMD ["x"]\n`);
    const rules = async (fits: (codes: unknown[]) => boolean) =>
      (await client.diagnostics(uri, ({ diagnostics }) => fits(diagnostics.map(({ code }) => code)))).map(
        ({ code }) => code,
      );
    expect(await rules(() => true)).not.toContain('security/root-user');
    expect(await rules((codes) => codes.includes('security/root-user'))).toContain('security/root-user');
  });

  it('are learned for the platform of FROM and for the usual one, by which rules judge', async () => {
    const { client, server, repository } = await start();
    const images = (['amd64', 'arm64'] as const).map((architecture, i) => {
      const platform = { os: 'linux', architecture };
      return {
        digest: repository.image([gzipLayer(tarLike(20 * (i + 1)))], {}, undefined, platform),
        platform,
      };
    });
    repository.index(images, 'both');
    client.open(uri, `FROM --platform=linux/arm64 ${server.host}/team/base:both\nCMD ["x"]\n`);
    await client.diagnostics(uri, ({ diagnostics }) =>
      diagnostics.some(({ code }) => code === 'security/root-user'),
    );
  });

  it('are asked for through a client that offers it', async () => {
    const urls: string[] = [];
    const { client, image } = await start({
      initializationOptions: { http: true },
      prepare: (connection) => {
        connection.onRequest(httpRequest, async (params: HttpParams): Promise<HttpResult> => {
          urls.push(params.url);
          const answer = await http.request({ ...params, allowPrivate: true });
          if (!answer.ok) return { ok: false, reason: 'unreachable', detail: '' };
          return { ok: true, status: answer.status, headers: [...answer.headers], body: Buffer.from(answer.body).toString('base64') };
        });
      },
    });
    client.open(uri, `FROM ${image}\nCMD ["x"]\n`);
    await hoverWith(client, '1.02 MB');
    expect(urls.length).toBeGreaterThan(2);
  }); // prettier-ignore

  it.each([
    ['where the settings say so', { initializationOptions: { settings: { registry: { enabled: false } } } }],
    [
      'of a host that the file chose, in a workspace nobody trusts',
      { initializationOptions: { trusted: false } },
    ],
  ])('are not asked for %s', async (_name, options) => {
    const { client, server, image } = await start(options);
    client.open(uri, `FROM ${image}\nCMD ["x"]\n`);
    await hover(client);
    await new Promise((done) => setTimeout(done, 1000));
    expect(server.requests).toEqual([]);
    expect(await hover(client)).toContain('sizes unknown');
  });

  it.each([
    [true, 'pull: the embedded table of'],
    [true, 'on disk: Docker Engine of'],
    [false, 'figures of 2024 and 2026-09'],
  ])('are what the engine of this machine says in a trusted workspace: %s', async (trusted, expected) => {
    const asked: string[] = [];
    const engine = {
      inspect: (name: string) => {
        asked.push(name);
        return Promise.resolve('{"Id":"x","Os":"linux","Architecture":"amd64","Size":7000000,"GraphDriver":{"Name":"overlay2"},"Config":{}}'); // prettier-ignore
      },
    };
    const nowhere = { request: () => Promise.resolve({ ok: false as const, reason: 'unreachable' as const, detail: 'no network' }) }; // prettier-ignore
    const { client } = await start({ http: nowhere, engine, initializationOptions: { trusted } });
    client.open(uri, 'FROM node:22\nCMD ["x"]\n');
    if (trusted) await hoverWith(client, '7 MB');
    else await new Promise((done) => setTimeout(done, 1000));
    expect(await hover(client)).toContain(expected);
    expect(asked.includes('docker.io/library/node:22')).toBe(trusted);
  });

  it('are not asked for while a name is being typed', async () => {
    const { client, server, image } = await start();
    client.open(uri, `FROM ${image.slice(0, -3)}\nCMD ["x"]\n`);
    for (const [version, length] of [[2, -2], [3, -1]] as const) client.change(uri, version, `FROM ${image.slice(0, length)}\nCMD ["x"]\n`);
    client.change(uri, 4, `FROM ${image}\nCMD ["x"]\n`);
    await client.diagnostics(uri, () => true);
    for (let i = 0; i < 100 && server.requests.length === 0; i++) await new Promise((done) => setTimeout(done, 20));
    expect(new Set(server.requests.map(({ line }) => line.split('/manifests/')[0]!.split('/blobs/')[0]))).toEqual(new Set(['GET /v2/team/base']));
  }); // prettier-ignore
});
