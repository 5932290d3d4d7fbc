import { afterEach, describe, expect, it } from 'vitest';
import { createHttpClient } from '../../server/platform/node/http-client.ts';
import { gzipLayer, Repository, tarLike } from '../registry/made-image.ts';
import { serve } from '../registry/server.ts';
import type { Handler, TestServer } from '../registry/server.ts';
import { run } from './terminal.ts';

const servers: TestServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});
async function start(handler: Handler): Promise<TestServer> {
  const server = await serve(handler);
  servers.push(server);
  return server;
}
const http = () => createHttpClient({ userAgent: 'test', proxyFor: () => '' });

function twoPlatforms(): Repository {
  const repository = new Repository();
  const platforms = ['amd64', 'arm64'].map((architecture) => ({ os: 'linux', architecture }));
  repository.index(
    platforms.map((platform, i) => ({
      digest: repository.image([gzipLayer(tarLike(100 * (i + 1)))], { User: '1000' }, undefined, platform),
      platform,
    })),
    '1',
  );
  return repository;
}

describe('image', () => {
  it('asks the registry of an image that the table does not have', async () => {
    const server = await start(twoPlatforms().handler);
    const ran = await run(['image', `${server.host}/team/app:1`, '--json'], {}, { http });
    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      name: `${server.host}/team/app:1`,
      onDisk: { bytes: 51_200, kind: 'exact', date: '2026-11-21', source: 'registry' },
      architectures: ['linux/amd64', 'linux/arm64'],
      defaultUser: { uid: 1000 },
      registry: null,
    });
  });

  it('asks for the platform that is wanted', async () => {
    const server = await start(twoPlatforms().handler);
    const ran = await run(
      ['image', `${server.host}/app:1`, '--platform', 'linux/aarch64', '--json'],
      {},
      { http },
    );
    expect(JSON.parse(ran.stdout)).toMatchObject({ onDisk: { bytes: 102_400 } });
    const bad = await run(['image', 'node:22', '--platform', 'linux/ /x']);
    expect(bad.code).toBe(2);
    expect(bad.stderr).toContain('--platform');
  });

  it('does not show the sizes of one platform for another', async () => {
    const ran = await run(['image', 'node:22', '--platform', 'linux/arm64', '--json']);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      name: 'node:22',
      onDisk: null,
      compressed: null,
      libc: 'glibc',
    });
  });

  it('takes several, and says what is not known and why', async () => {
    const server = await start((_request, response) => void response.writeHead(404).end());
    const ran = await run(
      ['image', 'node:22-slim', `${server.host}/gone:1`],
      {},
      { http: () => undefinedFor(server.host) },
    );
    expect(ran.code).toBe(1);
    expect(ran.stdout).toMatch(/^node:22-slim\n/);
    expect(ran.stderr).toMatch(/gone:1 is not in the table of .+ The registry does not have it\.\n$/);
  });

  it('connects to nobody with --offline', async () => {
    const server = await start(twoPlatforms().handler);
    const ran = await run(['image', `${server.host}/app:1`, '--offline'], {}, { http });
    expect(ran.code).toBe(1);
    expect(server.requests).toEqual([]);
  });
});

/** Reaches this host only, so that the test needs no network. */
function undefinedFor(host: string) {
  const real = http();
  return {
    request: (request: Parameters<typeof real.request>[0]) =>
      new URL(request.url).host === host
        ? real.request(request)
        : Promise.resolve({ ok: false as const, reason: 'unreachable' as const, detail: 'no network' }),
  };
}

describe('check', () => {
  it('asks only about images that the table does not have', async () => {
    const server = await start(twoPlatforms().handler);
    const text = `FROM node:22-slim AS build\nFROM ${server.host}/base:1\nCOPY --from=build /a /a\nCMD ["/a"]\n`;
    const ran = await run(
      ['check', '--fail-on', 'none'],
      { Dockerfile: text },
      { http: () => undefinedFor(server.host) },
    );
    expect(ran.stdout).not.toContain('security/root-user');
    expect(server.requests.length).toBeGreaterThan(0);
    const offline = await start(twoPlatforms().handler);
    await run(['check', '--offline'], { Dockerfile: text.replace(server.host, offline.host) }, { http });
    expect(offline.requests).toEqual([]);
  });
});
