/** What only shows on the internet: an HttpClient that plays it. */
import { describe, expect, it } from 'vitest';
import type { Credentials, HttpAnswer, HttpClient, HttpRequest } from '../../server/ports.ts';
import { endpointOf } from '../../server/registry/endpoint.ts';
import { Transport } from '../../server/registry/transport.ts';
import { reference, testClock } from './server.ts';

type Played = {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly privateAddress?: boolean;
};

function play(
  answer: (url: string, request: HttpRequest) => Played,
  options: { credentials?: Credentials; clock?: ReturnType<typeof testClock> } = {},
) {
  const asked: { url: string; authorization: string | undefined; allowPrivate: boolean }[] = [];
  const http: HttpClient = {
    request: (request) => {
      const { url, headers, allowPrivate } = request;
      asked.push({ url, authorization: headers['authorization'], allowPrivate });
      const played = answer(url, request);
      const answered: HttpAnswer = {
        ok: true,
        status: played.status ?? 200,
        headers: new Map(Object.entries(played.headers ?? {})),
        body: new TextEncoder().encode('{"token":"t","expires_in":600}'),
        privateAddress: played.privateAddress ?? false,
      };
      return Promise.resolve(answered);
    },
  };
  const { credentials, clock = testClock() } = options;
  const transport = new Transport({
    http,
    clock,
    timeoutMs: 1000,
    ...(credentials ? { credentials: { forRegistry: () => Promise.resolve(credentials) } } : {}),
  });
  const ask = (name: string) =>
    transport.ask(endpointOf(reference(name)), { path: '/v2/app/blobs/x', maxBytes: 100 });
  return { ask, asked };
}

const to = (location: string): Played => ({ status: 307, headers: { location } });
const ada = { username: 'ada', password: 'secret' };

describe('a redirect', () => {
  it.each([
    'https://127.0.0.1/x',
    'https://localhost:5000/x',
    'https://10.1.2.3/x',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/x',
    'https://[::ffff:127.0.0.1]/x',
    'https://[fd00::1]/x',
    'https://192.168.0.1./x',
    'https://2130706433/x',
    'https://0x7f.1/x',
  ])('from the internet to %s is refused before anybody is asked', async (location) => {
    const { ask, asked } = play(() => to(location));
    expect(await ask('registry.example.com/app:1')).toMatchObject({ ok: false, reason: 'refused' });
    expect(asked).toHaveLength(1);
  });

  it('from the internet forbids names that lead inside, all along the chain', async () => {
    const { ask, asked } = play((url) =>
      url.includes('cdn2') ? {} : to(url.includes('cdn1') ? 'https://cdn2.example.net/x' : 'https://cdn1.example.net/x'),
    );
    expect(await ask('registry.example.com/app:1')).toMatchObject({ ok: true });
    expect(asked.map(({ allowPrivate }) => allowPrivate)).toEqual([true, false, false]);
  }); // prettier-ignore

  it('within a private network is followed, when the registry itself is there', async () => {
    const { ask, asked } = play((url) =>
      url.includes('10.0.0.9') ? {} : { ...to('https://10.0.0.9/x'), privateAddress: true },
    );
    expect(await ask('registry.corp.example/app:1')).toMatchObject({ ok: true });
    expect(asked.map(({ allowPrivate }) => allowPrivate)).toEqual([true, true]);
  });

  it('takes the authorization along on the same host only, and never again afterwards', async () => {
    const chain = new Map([
      ['/v2/app/blobs/x', '/moved'],
      ['/moved', 'https://cdn.example.net/blob'],
      ['/blob', 'https://registry.example.com/back'],
    ]);
    const { ask, asked } = play(
      (url, { headers }) => {
        const { pathname } = new URL(url);
        if (pathname === '/token') return {};
        if (pathname === '/v2/app/blobs/x' && headers['authorization'] === undefined)
          return {
            status: 401,
            headers: { 'www-authenticate': `Bearer realm="https://auth.example.com/token"` },
          };
        const next = chain.get(pathname);
        return next === undefined ? {} : to(next);
      },
      { credentials: ada },
    );
    expect(await ask('registry.example.com/app:1')).toMatchObject({ ok: true });
    const basic = `Basic ${btoa('ada:secret')}`;
    expect(asked.map(({ url, authorization }) => [new URL(url).host, authorization])).toEqual([
      ['registry.example.com', undefined],
      ['auth.example.com', basic],
      ['registry.example.com', 'Bearer t'],
      ['registry.example.com', 'Bearer t'],
      ['cdn.example.net', undefined],
      ['registry.example.com', undefined],
    ]);
  });

  it.each(['Bearer realm="https://evil.example.net/token"', 'Basic realm="x"'])(
    'to a host that wants credentials (%s) gives it none',
    async (challenge) => {
      const { ask, asked } = play(
        (url) =>
          url.includes('cdn.example.net')
            ? { status: 401, headers: { 'www-authenticate': challenge } }
            : to('https://cdn.example.net/blob'),
        { credentials: ada },
      );
      expect(await ask('registry.example.com/app:1')).toMatchObject({ ok: false, reason: 'unauthorized' });
      expect(asked.map(({ url, authorization }) => [new URL(url).host, authorization])).toEqual([
        ['registry.example.com', undefined],
        ['cdn.example.net', undefined],
      ]);
    },
  );

  it('after redirect ends at the fifth', async () => {
    let hops = 0;
    const { ask, asked } = play(() => to(`https://h${++hops}.example.com/`));
    expect(await ask('registry.example.com/app:1')).toMatchObject({ ok: false, reason: 'invalid' });
    expect(asked).toHaveLength(6);
  });
});

describe('a token server', () => {
  it.each(['https://127.0.0.1/token', 'https://10.0.0.1/token', 'https://[fe80::1]/token'])(
    'at %s is none of a registry on the internet',
    async (realm) => {
      const challenge = { status: 401, headers: { 'www-authenticate': `Bearer realm="${realm}"` } };
      const { ask, asked } = play(() => challenge, { credentials: ada });
      expect(await ask('registry.example.com/app:1')).toMatchObject({ ok: false, reason: 'refused' });
      expect(asked).toHaveLength(1);
    },
  );

  it('may be inside for a registry inside, and only over TLS', async () => {
    const { ask, asked } = play(
      (url, { headers }) =>
        url.includes('/token') || headers['authorization'] !== undefined
          ? { privateAddress: true }
          : {
              status: 401,
              privateAddress: true,
              headers: { 'www-authenticate': 'Bearer realm="https://10.0.0.1/token"' },
            },
      { credentials: ada },
    );
    expect(await ask('registry.corp.example/app:1')).toMatchObject({ ok: true });
    expect(asked[1]).toMatchObject({ allowPrivate: true, authorization: `Basic ${btoa('ada:secret')}` });
    const plain = play(() => ({ status: 401, headers: { 'www-authenticate': 'Bearer realm="http://10.0.0.1/token"' }, privateAddress: true }), { credentials: ada }); // prettier-ignore
    expect(await plain.ask('registry.corp.example/app:1')).toMatchObject({ reason: 'refused' });
    expect(plain.asked).toHaveLength(1);
  });
});

describe('a host that has had enough', () => {
  const date = 'Wed, 21 Oct 2026 07:28:00 GMT';
  it.each<[string, Played, number]>([
    ['in seconds', { status: 429, headers: { 'retry-after': '120' } }, 120_000],
    ['until a time, by its own clock', { status: 429, headers: { 'retry-after': 'Wed, 21 Oct 2026 07:33:00 GMT', date } }, 300_000],
    ['until a time, without a clock', { status: 429, headers: { 'retry-after': 'Wed, 21 Oct 2026 07:33:00 GMT' } }, 60_000],
    ['until a time that has passed', { status: 429, headers: { 'retry-after': 'Wed, 21 Oct 2026 07:20:00 GMT', date } }, 0],
    ['without saying when', { status: 429 }, 60_000],
    ['with nonsense', { status: 429, headers: { 'retry-after': '-5' } }, 60_000],
    ['for years, which is a day', { status: 429, headers: { 'retry-after': '999999999' } }, 86_400_000],
    ['because it is being repaired', { status: 503, headers: { 'retry-after': '10' } }, 10_000],
  ])('%s is left alone for so long', async (_name, refusal, ms) => {
    const clock = testClock();
    let busy = true;
    const { ask, asked } = play(() => (busy ? refusal : {}), { clock });
    expect(await ask('registry.example.com/app:1')).toMatchObject({ ok: false, reason: 'rate-limited' });
    busy = false;
    if (ms > 0) {
      clock.ms += ms - 1;
      expect(await ask('registry.example.com/app:1')).toMatchObject({ ok: false });
      expect(asked).toHaveLength(1);
    }
    clock.ms += 1;
    expect(await ask('registry.example.com/app:1')).toMatchObject({ ok: true });
    // Nobody else has to suffer for it.
    expect(await ask('other.example.com/app:1')).toMatchObject({ ok: true });
  }); // prettier-ignore
});
