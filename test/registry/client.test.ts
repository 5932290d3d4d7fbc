import { describe, expect, it } from 'vitest';
import { diskSize, pullSize } from '../../server/registry/image.ts';
import { parsePlatform } from '../../server/registry/platform.ts';
import { digest, gzipLayer, Repository, tarLike, types, zstdLayer } from './made-image.ts';
import type { Layer } from './made-image.ts';
import { clientFor, reference, testClock } from './server.ts';
import type { Handler } from './server.ts';
import { startServer as start } from './test-servers.ts';

const amd64 = parsePlatform('linux/amd64')!;

async function describeAt(handler: Handler, name = 'team/app:1', platform = amd64) {
  const server = await start(handler);
  const described = await clientFor().describe(reference(`${server.host}/${name}`), { platform });
  return { server, described };
}

async function layersOf(...layers: Layer[]) {
  const repository = new Repository();
  repository.image(layers, {}, '1');
  const { described } = await describeAt(repository.handler);
  if (!described.ok) throw new Error(described.detail);
  return described.image;
}

describe('sizes without a pull', () => {
  it.each<[string, Layer, number | undefined]>([
    ['gzip: the trailer', gzipLayer(tarLike(40)), 40 * 512],
    ['gzip: an empty tar', gzipLayer(Buffer.alloc(1024)), 1024],
    ['gzip: several members', { type: types.gzip, bytes: Buffer.concat([gzipLayer(tarLike(9)).bytes, gzipLayer(tarLike(3)).bytes]) }, undefined],
    ['gzip: eStargz that does not say so ends with an empty member', { type: types.gzip, bytes: Buffer.concat([gzipLayer(tarLike(9)).bytes, gzipLayer(Buffer.alloc(0)).bytes]) }, undefined],
    ['gzip: eStargz says so', { ...gzipLayer(tarLike(4)), annotations: { 'containerd.io/snapshot/stargz/toc.digest': 'sha256:x' } }, undefined],
    ['gzip: no tar inside', gzipLayer(Buffer.alloc(1000, 7)), undefined],
    ['gzip: next to nothing', { type: types.gzip, bytes: Buffer.from([1, 2]) }, undefined],
    ['zstd: the frame header', zstdLayer(tarLike(20)), 20 * 512],
    ['zstd: a header without the length', zstdLayer(tarLike(20), false), undefined],
    ['zstd: chunked', { ...zstdLayer(tarLike(4)), annotations: { 'io.github.containers.zstd-chunked.manifest-checksum': 'x' } }, undefined],
    ['zstd: no zstd', { type: types.zstd, bytes: Buffer.alloc(512, 9) }, undefined],
    ['tar as it is', { type: types.tar, bytes: tarLike(6) }, 6 * 512],
    ['a layer of another kind', { type: 'application/vnd.example.layer+lz4', bytes: tarLike(2) }, undefined],
    ['a layer that other servers hand out', { ...gzipLayer(tarLike(4)), type: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip' }, undefined],
  ])('%s', async (_name, layer, unpacked) => {
    const image = await layersOf(layer);
    expect(image.layers[0]).toEqual({ digest: digest(layer.bytes), mediaType: layer.type, compressed: layer.bytes.length, unpacked });
  }); // prettier-ignore

  it('adds up, and says when a part of it is estimated', async () => {
    const [a, b] = [gzipLayer(tarLike(100)), gzipLayer(tarLike(50, 2))];
    const known = await layersOf(a, b);
    expect(pullSize(known)).toBe(a.bytes.length + b.bytes.length);
    expect(diskSize(known)).toEqual({ bytes: 150 * 512, exact: true });
    const partly = await layersOf(a, {
      ...b,
      annotations: { 'containerd.io/snapshot/stargz/toc.digest': 'x' },
    });
    expect(diskSize(partly).exact).toBe(false);
    expect(diskSize(partly).bytes).toBeGreaterThan(100 * 512);
  });

  it('takes nothing from a registry without ranges, and does not download the layer', async () => {
    const repository = new Repository();
    repository.image([gzipLayer(tarLike(4000))], {}, '1');
    const { described } = await describeAt((request, response) => {
      delete request.headers.range;
      return repository.handler(request, response);
    });
    expect(described).toMatchObject({ ok: true, image: { layers: [{ unpacked: undefined }] } });
  });

  it('takes nothing from a blob that is longer than its manifest says', async () => {
    const repository = new Repository();
    repository.image([gzipLayer(tarLike(40))], {}, '1');
    const { described } = await describeAt((request, response) => {
      const end = response.writeHead.bind(response);
      response.writeHead = ((status: number, headers: Record<string, string>) =>
        end(status, status === 206 ? { ...headers, 'content-range': headers['content-range']!.replace(/\d+$/, '999999') } : headers)) as typeof response.writeHead; // prettier-ignore
      return repository.handler(request, response);
    });
    expect(described).toMatchObject({ ok: true, image: { layers: [{ unpacked: undefined }] } });
  });
});

describe('indexes', () => {
  it('choose the platform, and name all of them', async () => {
    const repository = new Repository();
    const arm = { os: 'linux', architecture: 'arm64' };
    const entries = [
      { digest: repository.image([gzipLayer(tarLike(4))]), platform: { os: 'linux', architecture: 'amd64' } },
      {
        digest: repository.image([gzipLayer(tarLike(8))], {}, undefined, arm),
        platform: { ...arm, variant: 'v8' },
      },
      {
        digest: repository.document(types.manifest, {}),
        platform: { os: 'unknown', architecture: 'unknown' },
      },
    ];
    const index = repository.index(entries, '1');
    const { described } = await describeAt(repository.handler, 'team/app:1', parsePlatform('linux/arm64'));
    expect(described).toMatchObject({
      ok: true,
      image: {
        digest: entries[1]!.digest,
        indexDigest: index,
        platform: 'linux/arm64',
        platforms: ['linux/amd64', 'linux/arm64'],
        layers: [{ unpacked: 8 * 512 }],
      },
    });
    const missing = await describeAt(repository.handler, 'team/app:1', parsePlatform('linux/s390x'));
    expect(missing.described).toMatchObject({
      ok: false,
      reason: 'not-found',
      detail: 'There is none for linux/s390x.',
    });
  });

  it('nested ones are followed to a depth of three', async () => {
    const repository = new Repository();
    const platform = { os: 'linux', architecture: 'amd64' };
    const image = repository.image([gzipLayer(tarLike(4))], {}, '0');
    let inner = image;
    for (let depth = 1; depth <= 4; depth++)
      inner = repository.index(
        [{ digest: inner, platform, mediaType: depth === 1 ? types.manifest : types.index }],
        String(depth),
      );
    for (const [tag, ok] of [['3', true], ['4', false]] as const) {
      const { described } = await describeAt(repository.handler, `app:${tag}`);
      expect(described.ok, tag).toBe(ok);
    } // prettier-ignore
  });
});

describe('a reference by digest', () => {
  it('is checked against what comes', async () => {
    const repository = new Repository();
    const right = repository.image([gzipLayer(tarLike(4))], {}, '1');
    expect((await describeAt(repository.handler, `app@${right}`)).described.ok).toBe(true);
    const wrong = digest('something else');
    repository.manifests.set(wrong, repository.manifests.get(right)!);
    const { described } = await describeAt(repository.handler, `app@${wrong}`);
    expect(described).toMatchObject({ ok: false, reason: 'invalid' });
  });

  it('comes from a HEAD request when only the digest is wanted', async () => {
    const repository = new Repository();
    const right = repository.image([], {}, '1');
    const server = await start(repository.handler);
    expect(await clientFor().digest(reference(`${server.host}/app:1`))).toEqual({ ok: true, digest: right });
    expect(server.requests.map(({ line }) => line)).toEqual(['HEAD /v2/app/manifests/1']);
  });
});

describe('configuration', () => {
  it('is read with the defaults that Docker has', async () => {
    const repository = new Repository();
    repository.image(
      [],
      { User: '1000:1000', ExposedPorts: { '80/tcp': {} }, Healthcheck: { Test: ['CMD', 'true'] } },
      '1',
    );
    const { described } = await describeAt(repository.handler);
    expect(described).toMatchObject({
      image: {
        config: { user: '1000:1000', exposedPorts: ['80/tcp'], healthcheck: ['CMD', 'true'], entrypoint: [] },
      },
    });
  });

  it('with another digest is none', async () => {
    const repository = new Repository();
    repository.image([], {}, '1');
    for (const [key] of repository.blobs) repository.blobs.set(key, Buffer.from('{}'));
    expect((await describeAt(repository.handler)).described).toMatchObject({ ok: false, reason: 'invalid' });
  });
});

describe('a registry that answers badly', () => {
  const manifest =
    (type: string, body: string | Buffer): Handler =>
    (_request, response) => {
      response.writeHead(200, { 'content-type': type }).end(body);
    };
  it.each<[string, Handler, string]>([
    ['an HTML page', manifest('text/html', '<h1>Welcome</h1>'), 'invalid'],
    ['HTML that calls itself a manifest', manifest(types.manifest, '<h1>Welcome</h1>'), 'invalid'],
    ['no UTF-8', manifest(types.manifest, Buffer.from([0xff, 0xfe, 0x7b])), 'invalid'],
    ['a manifest without layers', manifest(types.manifest, '{"schemaVersion":2}'), 'invalid'],
    ['negative sizes', manifest(types.manifest, JSON.stringify({ schemaVersion: 2, config: { mediaType: '', digest: digest(''), size: -1 }, layers: [] })), 'invalid'],
    ['schema 1', manifest('application/vnd.docker.distribution.manifest.v1+prettyjws', '{"schemaVersion":1}'), 'invalid'],
    ['more than 4 MiB', manifest(types.manifest, Buffer.alloc(5 * 1024 * 1024, 32)), 'invalid'],
    ['nesting without end', manifest(types.index, `${'{"manifests":['.repeat(20000)}`), 'invalid'],
    ['not found', (_request, response) => void response.writeHead(404).end(), 'not-found'],
    ['forbidden', (_request, response) => void response.writeHead(403).end(), 'unauthorized'],
    ['401 without a challenge', (_request, response) => void response.writeHead(401).end(), 'unauthorized'],
    ['500 for ever', (_request, response) => void response.writeHead(500).end(), 'unreachable'],
    ['418', (_request, response) => void response.writeHead(418).end(), 'invalid'],
    ['a reset', (request) => void request.socket.destroy(), 'unreachable'],
    ['a body that ends in the middle', (_request, response) => {
      response.writeHead(200, { 'content-type': types.manifest, 'content-length': '1000' });
      response.write('{"schemaVersion"', () => response.destroy());
    }, 'unreachable'],
    ['a redirect to itself', (request, response) => void response.writeHead(302, { location: request.url }).end(), 'invalid'],
    ['a redirect to nowhere', (_request, response) => void response.writeHead(302).end(), 'invalid'],
    ['a redirect to a file', (_request, response) => void response.writeHead(302, { location: 'file:///etc/passwd' }).end(), 'invalid'],
    ['a redirect without TLS', (_request, response) => void response.writeHead(302, { location: 'http://example.com/' }).end(), 'refused'],
  ])('%s', async (_name, handler, reason) => {
    const { described } = await describeAt(handler);
    expect(described).toMatchObject({ ok: false, reason });
  }); // prettier-ignore

  it('hangs: the time is limited, and the next images do not wait again', async () => {
    const server = await start(() => undefined);
    const client = clientFor({ timeoutMs: 150 });
    const first = await client.describe(reference(`${server.host}/a:1`), { platform: amd64 });
    expect(first).toMatchObject({ ok: false, reason: 'timeout' });
    const many = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        client.describe(reference(`${server.host}/b${i}:1`), { platform: amd64 }),
      ),
    );
    expect(many.every((one) => !one.ok)).toBe(true);
    expect(server.requests).toHaveLength(1);
  });

  it('hangs: of fifty images at once no more than four wait for it', async () => {
    const server = await start(() => undefined);
    const client = clientFor({ timeoutMs: 150 });
    const many = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        client.describe(reference(`${server.host}/b${i}:1`), { platform: amd64 }),
      ),
    );
    expect(many.every((one) => !one.ok && one.reason === 'timeout')).toBe(true);
    expect(server.requests.length).toBeLessThanOrEqual(4);
  });

  it('sends byte after byte: the time is limited too', async () => {
    const server = await start((_request, response) => {
      response.writeHead(200, { 'content-type': types.manifest });
      const timer = setInterval(() => response.write(' '), 10);
      response.on('close', () => clearInterval(timer));
    });
    const described = await clientFor({ timeoutMs: 200 }).describe(reference(`${server.host}/a:1`), {
      platform: amd64,
    });
    expect(described).toMatchObject({ ok: false, reason: 'timeout' });
  });

  it('says "too many requests": it is left alone for as long as it says', async () => {
    let busy = true;
    const repository = new Repository();
    repository.image([], {}, '1');
    const server = await start((request, response) => {
      if (busy) response.writeHead(429, { 'retry-after': '120' }).end();
      else void repository.handler(request, response);
    });
    const clock = testClock();
    const client = clientFor({ clock });
    const ask = () => client.describe(reference(`${server.host}/a:1`), { platform: amd64 });
    expect(await ask()).toMatchObject({ ok: false, reason: 'rate-limited' });
    busy = false;
    clock.ms += 119_000;
    expect(await ask()).toMatchObject({ ok: false, reason: 'rate-limited' });
    expect(server.requests).toHaveLength(1);
    clock.ms += 2_000;
    expect((await ask()).ok).toBe(true);
  });

  it('fails once: it is asked again, once', async () => {
    const repository = new Repository();
    repository.image([], {}, '1');
    let failures = 1;
    const server = await start((request, response) => {
      if (failures-- > 0) request.socket.destroy();
      else void repository.handler(request, response);
    });
    const described = await clientFor().describe(reference(`${server.host}/a:1`), { platform: amd64 });
    expect(described.ok).toBe(true);
  });
});

it('asks for at most four things at a time', async () => {
  const repository = new Repository();
  const layers = Array.from({ length: 30 }, (_, i) => gzipLayer(tarLike(4, i + 1)));
  repository.image(layers, {}, '1');
  const server = await start(async (request, response) => {
    await new Promise((done) => setTimeout(done, 5));
    return repository.handler(request, response);
  });
  const client = clientFor();
  await Promise.all(
    [1, 2, 3].map((n) => client.describe(reference(`${server.host}/app${n}:1`), { platform: amd64 })),
  );
  expect(server.peak()).toBeGreaterThan(1);
  expect(server.peak()).toBeLessThanOrEqual(4);
});
