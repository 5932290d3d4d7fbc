import { describe, expect, it } from 'vitest';
import type { CredentialSource } from '../../server/ports.ts';
import { parsePlatform } from '../../server/registry/platform.ts';
import { gzipLayer, Repository, tarLike } from './made-image.ts';
import { clientFor, reference, testClock } from './server.ts';
import { startServer as start } from './test-servers.ts';

const platform = parsePlatform('linux/amd64')!;
const secret = { username: 'ada', password: 'pä:ss' };
const basic = `Basic ${Buffer.from('ada:pä:ss').toString('base64')}`;

/** Credentials for one host only, and what was asked for. */
function keychain(host: () => string): CredentialSource & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    forRegistry: (name) => {
      asked.push(name);
      return Promise.resolve(name === host() ? secret : undefined);
    },
  };
}

/** A registry that wants a token of its token server, and hands its blobs out by another host. */
async function guarded(expiresIn?: number) {
  const repository = new Repository();
  repository.image([gzipLayer(tarLike(8))], {}, '1');
  const storage = await start(repository.handler);
  const tokens = await start((request, response) => {
    const url = new URL(request.url!, 'http://x');
    const body = { token: `t-${url.searchParams.get('scope')}`, expires_in: expiresIn };
    response.writeHead(200).end(JSON.stringify(body));
  });
  const registry = await start((request, response) => {
    if (!request.headers.authorization?.startsWith('Bearer t-repository:')) {
      const challenge = `Bearer realm="http://${tokens.host}/token",service="here",scope="repository:evil:push"`;
      response.writeHead(401, { 'www-authenticate': challenge }).end();
    } else if (request.url!.includes('/blobs/')) {
      response.writeHead(307, { location: `http://${storage.host}${request.url}` }).end();
    } else void repository.handler(request, response);
  });
  return { registry, tokens, storage };
}

describe('a token server', () => {
  it('is asked once for a repository, for what we want, and its token goes to the registry only', async () => {
    const { registry, tokens, storage } = await guarded();
    const client = clientFor();
    const described = await client.describe(reference(`${registry.host}/team/app:1`), { platform });
    expect(described).toMatchObject({ ok: true, image: { layers: [{ unpacked: 8 * 512 }] } });
    expect(tokens.requests).toEqual([
      { line: 'GET /token?service=here&scope=repository%3Ateam%2Fapp%3Apull', authorization: undefined },
    ]);
    expect(storage.requests.length).toBeGreaterThan(0);
    expect(storage.requests.every(({ authorization }) => authorization === undefined)).toBe(true);
  });

  it('is asked again when the token has ended', async () => {
    const { registry, tokens } = await guarded(100);
    const clock = testClock();
    const client = clientFor({ clock });
    const ask = () => client.describe(reference(`${registry.host}/team/app:1`), { platform });
    await ask();
    clock.ms += 90_000;
    await ask();
    expect(tokens.requests).toHaveLength(1);
    clock.ms += 6_000;
    expect((await ask()).ok).toBe(true);
    expect(tokens.requests).toHaveLength(2);
  });

  it('gets the credentials of its registry, and of no other', async () => {
    const { registry, tokens, storage } = await guarded();
    const own = keychain(() => registry.host);
    await clientFor({ credentials: own }).describe(reference(`${registry.host}/app:1`), { platform });
    expect(tokens.requests[0]!.authorization).toBe(basic);
    expect(
      [...registry.requests, ...storage.requests].some(({ authorization }) => authorization === basic),
    ).toBe(false);
    const other = keychain(() => tokens.host);
    await clientFor({ credentials: other }).describe(reference(`${registry.host}/app:1`), { platform });
    expect(tokens.requests[1]!.authorization).toBeUndefined();
    expect(new Set(other.asked)).toEqual(new Set([registry.host]));
  });

  it('gets a refresh token in the body of a POST, and in nothing else', async () => {
    const bodies: string[] = [];
    const oauth = await start(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      bodies.push(`${request.headers['content-type']} ${body}`);
      response.writeHead(200).end(JSON.stringify({ access_token: 't-repository:app', expires_in: 60 }));
    });
    const front = await start((request, response) => {
      if (request.headers.authorization === 'Bearer t-repository:app') response.writeHead(404).end();
      else {
        const challenge = `Bearer realm="http://${oauth.host}/token?x=1",service="here & there"`;
        response.writeHead(401, { 'www-authenticate': challenge }).end();
      }
    });
    const identityToken = 'refresh+token/&=é';
    const credentials = {
      forRegistry: (host: string) => Promise.resolve(host === front.host ? { identityToken } : undefined),
    };
    const described = await clientFor({ credentials }).describe(reference(`${front.host}/app:1`), {
      platform,
    });
    expect(described).toMatchObject({ ok: false, reason: 'not-found' });
    expect(oauth.requests).toEqual([{ line: 'POST /token?x=1', authorization: undefined }]);
    expect(bodies).toHaveLength(1);
    const [type, form] = bodies[0]!.split(' ');
    expect(type).toBe('application/x-www-form-urlencoded');
    expect(Object.fromEntries(new URLSearchParams(form))).toEqual({
      grant_type: 'refresh_token',
      refresh_token: identityToken,
      client_id: 'dockerfile-optimizer',
      service: 'here & there',
      scope: 'repository:app:pull',
    });
  });

  it('that redirects gets no further, whatever was to be sent', async () => {
    const other = await start((_request, response) => void response.writeHead(200).end('{"token":"t"}'));
    const tokens = await start((_request, response) => {
      response.writeHead(307, { location: `http://${other.host}/` }).end();
    });
    const registry = await start((_request, response) => {
      response.writeHead(401, { 'www-authenticate': `Bearer realm="http://${tokens.host}/"` }).end();
    });
    for (const secret of [{ identityToken: 'x' }, { username: 'ada', password: 'x' }]) {
      const credentials = { forRegistry: () => Promise.resolve(secret) };
      const described = await clientFor({ credentials }).describe(reference(`${registry.host}/app:1`), {
        platform,
      });
      expect(described).toMatchObject({ ok: false, reason: 'invalid' });
    }
    expect(tokens.requests).toHaveLength(2);
    expect(other.requests).toEqual([]);
  });

  it.each([
    ['without TLS elsewhere', 'Bearer realm="http://auth.example.com/token"', 'refused'],
    ['with a name in its URL', 'Bearer realm="https://a:b@auth.example.com/token"', 'refused'],
    ['that is no URL', 'Bearer realm="token"', 'invalid'],
    ['that is a file', 'Bearer realm="file:///etc/passwd"', 'refused'],
    ['of an unknown kind', 'Negotiate', 'unauthorized'],
    ['nothing at all', '', 'unauthorized'],
  ])('%s is not asked', async (_name, challenge, reason) => {
    const registry = await start((_request, response) => {
      response.writeHead(401, { 'www-authenticate': challenge }).end();
    });
    const own = keychain(() => registry.host);
    const described = await clientFor({ credentials: own }).describe(reference(`${registry.host}/app:1`), {
      platform,
    });
    expect(described).toMatchObject({ ok: false, reason });
    expect(registry.requests.every(({ authorization }) => authorization === undefined)).toBe(true);
  });

  it.each([
    ['no JSON', '<html>'],
    ['no token', '{}'],
    ['a token that would be a header', JSON.stringify({ token: 'a\r\nx-evil: 1' })],
    ['a token without end', JSON.stringify({ token: 'a'.repeat(20_000) })],
  ])('that gives %s is none', async (_name, body) => {
    const tokens = await start((_request, response) => void response.writeHead(200).end(body));
    const registry = await start((_request, response) => {
      response.writeHead(401, { 'www-authenticate': `Bearer realm="http://${tokens.host}/"` }).end();
    });
    const described = await clientFor().describe(reference(`${registry.host}/app:1`), { platform });
    expect(described).toMatchObject({ ok: false, reason: 'invalid' });
  });
});

describe('a password', () => {
  it('goes to a registry that wants one, when there is one for it', async () => {
    const repository = new Repository();
    repository.image([], {}, '1');
    const registry = await start((request, response) => {
      if (request.headers.authorization === basic) void repository.handler(request, response);
      else response.writeHead(401, { 'www-authenticate': 'Basic realm="here"' }).end();
    });
    const ask = (credentials?: CredentialSource) =>
      clientFor(credentials ? { credentials } : {}).describe(reference(`${registry.host}/app:1`), {
        platform,
      });
    expect(await ask(keychain(() => registry.host))).toMatchObject({ ok: true });
    expect(await ask(keychain(() => 'other.example.com'))).toMatchObject({
      ok: false,
      reason: 'unauthorized',
    });
    expect(await ask()).toMatchObject({ ok: false, reason: 'unauthorized' });
  });

  it('is not made of a refresh token', async () => {
    const registry = await start((_request, response) => {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="here"' }).end();
    });
    const credentials = { forRegistry: () => Promise.resolve({ identityToken: 'x' }) };
    const described = await clientFor({ credentials }).describe(reference(`${registry.host}/app:1`), {
      platform,
    });
    expect(described).toMatchObject({ ok: false, reason: 'unauthorized' });
    expect(registry.requests).toHaveLength(1);
  });

  it('that is wrong is not tried for ever', async () => {
    const registry = await start((_request, response) => {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="here"' }).end();
    });
    const credentials = keychain(() => registry.host);
    await clientFor({ credentials }).describe(reference(`${registry.host}/app:1`), { platform });
    expect(registry.requests).toHaveLength(2);
  });
});
