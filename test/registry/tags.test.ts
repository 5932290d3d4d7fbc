import { describe, expect, it } from 'vitest';
import type { HttpAnswer, HttpClient } from '../../server/ports.ts';
import { RegistryClient } from '../../server/registry/client.ts';
import { Transport } from '../../server/registry/transport.ts';
import { clientFor, reference, testClock } from './server.ts';
import { startServer as start } from './test-servers.ts';

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;

/** An internet that answers as `answer` says, and what it was asked. */
function internet(answer: (url: URL) => { status?: number; body?: unknown; text?: string; header?: [string, string] }) {
  const asked: { url: string; authorization: string | undefined }[] = [];
  const http: HttpClient = {
    request: ({ url, headers }) => {
      asked.push({ url, authorization: headers['authorization'] });
      const { status = 200, body, text, header } = answer(new URL(url));
      const bytes = new TextEncoder().encode(text ?? JSON.stringify(body ?? {}));
      const answered: HttpAnswer = { ok: true, status, headers: new Map(header ? [header] : []), body: bytes, privateAddress: false };
      return Promise.resolve(answered);
    },
  };
  return { asked, http };
} // prettier-ignore

function client(http: HttpClient, mirrors = {}, password?: string): RegistryClient {
  const credentials = { forRegistry: () => Promise.resolve({ username: 'ada', password: password ?? '' }) };
  return new RegistryClient(
    new Transport({
      http,
      clock: testClock(),
      timeoutMs: 1000,
      ...(password === undefined ? {} : { credentials }),
    }),
    mirrors,
  );
}

describe('Docker Hub', () => {
  const tag = (name: string, over: object = {}) => ({ name, images: [], ...over });

  it('tells tags with sizes, digest and day', async () => {
    const images = [
      { architecture: 'amd64', os: 'linux', variant: null, size: 100 },
      { architecture: 'arm64', os: 'linux', variant: 'v8', size: 90 },
      { architecture: 'arm', os: 'linux', variant: 'v7', size: 0 },
      { architecture: 'unknown', os: 'unknown', variant: null, size: 5 },
      { architecture: 'amd64', os: 'windows', variant: null, size: 2000 },
      { architecture: 'amd64', os: 'windows', variant: null, size: 1900 },
    ];
    const { http, asked } = internet(() => ({
      body: {
        count: 3,
        next: null,
        results: [
          tag('22-slim', {
            digest: digest('a'),
            tag_last_pushed: '2026-01-02T03:04:05.6Z',
            last_updated: '2027-01-01T00:00:00Z',
            images,
          }),
          tag('old', { digest: null, last_updated: '0001-01-01T00:00:00Z' }),
          tag(`sha256-${'b'.repeat(64)}.sig`),
          tag('not a tag'),
        ],
      },
    }));
    expect(await client(http).tags(reference('node:20'))).toEqual({
      ok: true,
      tags: [
        {
          tag: '22-slim',
          digest: digest('a'),
          compressed: { 'linux/amd64': 100, 'linux/arm64': 90, 'windows/amd64': 2000 },
          pushed: '2026-01-02',
        },
        { tag: 'old', digest: undefined, compressed: undefined, pushed: undefined },
      ],
    });
    expect(asked.map(({ url }) => url)).toEqual([
      'https://hub.docker.com/v2/namespaces/library/repositories/node/tags?page=1&page_size=100&ordering=last_updated',
    ]);
  });

  it('is read page by page, but not for ever, and each tag once', async () => {
    const { http, asked } = internet((url) => {
      const page = Number(url.searchParams.get('page'));
      return { body: { next: 'https://evil.example.com/', results: [tag('same'), tag(`t${page}`)] } };
    });
    const list = await client(http).tags(reference('team/app'));
    expect(list.ok && list.tags.map((one) => one.tag)).toEqual(['same', 't1', 't2', 't3', 't4', 't5']);
    expect(asked).toHaveLength(5);
    expect(asked.every(({ url }) => url.startsWith('https://hub.docker.com/v2/namespaces/team/'))).toBe(true);
  });

  it('never gets a credential, even when it asks for one', async () => {
    const { http, asked } = internet(() => ({
      status: 401,
      header: ['www-authenticate', 'Basic realm="give"'],
    }));
    expect(await client(http, {}, 'secret').tags(reference('node'))).toMatchObject({
      ok: false,
      reason: 'unauthorized',
    });
    expect(asked).toEqual([{ url: expect.stringContaining('hub.docker.com') as string, authorization: undefined }]);
  }); // prettier-ignore

  it('is not asked where a mirror stands in for it, nor about other registries', async () => {
    const { http, asked } = internet(() => ({ body: { tags: ['1'] } }));
    await client(http, { 'docker.io': 'mirror.example.com/hub' }).tags(reference('node'));
    await client(http).tags(reference('ghcr.io/team/app:1'));
    expect(asked.map(({ url }) => url)).toEqual([
      'https://mirror.example.com/v2/hub/library/node/tags/list?n=1000',
      'https://ghcr.io/v2/team/app/tags/list?n=1000',
    ]);
  });

  it.each<[string, Parameters<typeof internet>[0], string]>([
    ['HTML', () => ({ text: '<html>' }), 'invalid'],
    ['no list', () => ({ body: { results: 'all' } }), 'invalid'],
    ['nothing of that name', () => ({ status: 404 }), 'not-found'],
    ['too many requests', () => ({ status: 429 }), 'rate-limited'],
  ])('answers %s: no tags', async (_name, answer, reason) => {
    expect(await client(internet(answer).http).tags(reference('node'))).toMatchObject({ ok: false, reason });
  });
});

describe('the list of another registry', () => {
  it('is read over its pages, within the list only', async () => {
    const server = await start((request, response) => {
      const url = new URL(request.url!, 'http://x');
      const last = url.searchParams.get('last');
      if (last === null)
        response
          .writeHead(200, { link: '</v2/app/tags/list?last=b&n=2>; rel="next"' })
          .end('{"tags":["a","b"]}');
      else if (last === 'b')
        response
          .writeHead(200, { link: `<http://${request.headers.host}/v2/app/tags/list?last=c>; rel=next` })
          .end('{"tags":["c"]}');
      else
        response
          .writeHead(200, { link: '<http://169.254.169.254/latest/meta-data>; rel="next"' })
          .end('{"tags":["d"]}');
    });
    expect(await clientFor().tags(reference(`${server.host}/app`))).toEqual({
      ok: true,
      tags: ['a', 'b', 'c', 'd'].map((tag) => ({ tag })),
    });
    expect(server.requests.map(({ line }) => line)).toEqual([
      'GET /v2/app/tags/list?n=1000',
      'GET /v2/app/tags/list?last=b&n=2',
      'GET /v2/app/tags/list?last=c',
    ]);
  });

  it.each([
    ['the same page again', '</v2/app/tags/list?n=1000>; rel="next"'],
    ['another list', '</v2/other/tags/list>; rel="next"'],
    ['another host', '<https://example.com/v2/app/tags/list>; rel="next"'],
    ['no URL', '<http://[>; rel="next"'],
    ['another relation', '</v2/app/tags/list?last=a>; rel="prev"'],
  ])('that leads to %s ends there', async (_name, link) => {
    const server = await start((_request, response) => {
      response.writeHead(200, { link }).end('{"tags":["a"]}');
    });
    const list = await clientFor().tags(reference(`${server.host}/app`));
    expect(list).toEqual({ ok: true, tags: [{ tag: 'a' }] });
    expect(server.requests.length).toBeLessThanOrEqual(2);
  });

  it('has an end, even when the registry knows none', async () => {
    let page = 0;
    const server = await start((_request, response) => {
      page += 1;
      const link = `</v2/app/tags/list?last=${page}>; rel="next"`;
      response.writeHead(200, { link }).end(JSON.stringify({ tags: [`t${page}`] }));
    });
    const list = await clientFor().tags(reference(`${server.host}/app`));
    expect(list.ok && list.tags).toHaveLength(10);
    expect(server.requests).toHaveLength(10);
  });

  it('may be null, and may tell more as those of Google do', async () => {
    const manifest = {
      [digest('a')]: { tag: ['latest', 'nonroot'], timeUploadedMs: '1767323045000', imageSizeBytes: '1' },
      [digest('b')]: { tag: 'no list' },
      junk: { tag: ['latest'] },
    };
    const server = await start((request, response) => {
      const answer = request.url!.includes('empty')
        ? { tags: null }
        : { tags: ['latest', 'nonroot', 'x'], manifest };
      response.writeHead(200).end(JSON.stringify(answer));
    });
    expect(await clientFor().tags(reference(`${server.host}/empty`))).toEqual({ ok: true, tags: [] });
    expect(await clientFor().tags(reference(`${server.host}/app`))).toEqual({
      ok: true,
      tags: [
        { tag: 'latest', digest: digest('a'), pushed: '2026-01-02' },
        { tag: 'nonroot', digest: digest('a'), pushed: '2026-01-02' },
        { tag: 'x' },
      ],
    });
  });

  it('that is no list is none', async () => {
    const server = await start((_request, response) => void response.writeHead(200).end('[]'));
    expect(await clientFor().tags(reference(`${server.host}/app`))).toMatchObject({
      ok: false,
      reason: 'invalid',
    });
  });
});
