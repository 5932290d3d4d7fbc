import { describe, expect, it } from 'vitest';
import { createHttpClient } from '../../server/platform/node/http-client.ts';
import { gzipLayer, Repository, tarLike } from '../registry/made-image.ts';

import { run } from './terminal.ts';
import { startServer as start } from '../registry/test-servers.ts';

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
  });

  it.each(['linux/ /x', 'linux/amd46', 'a/b/c/d', 'windows'])('refuses the platform %j', async (platform) => {
    const bad = await run(['image', 'node:22', '--platform', platform]);
    expect(bad).toMatchObject({ code: 2, stdout: '' });
    expect(bad.stderr).toContain('linux/arm64');
  });

  it('shows several side by side, each once', async () => {
    const ran = await run(['image', 'node:22', 'alpine:3.20', 'node:22', 'node:22-slim']);
    const lines = ran.stdout.split('\n');
    expect(lines).toHaveLength(5);
    expect(lines[0]).toMatch(/^IMAGE +ON DISK +PULL +DISTRIBUTION +ENDS +RUNS AS +FIGURES$/);
    const column = lines[0]!.indexOf('DISTRIBUTION');
    expect(lines.slice(1, 4).map((line) => line.slice(column).split(' ')[0])).toEqual(['debian', 'alpine', 'debian']); // prettier-ignore
    expect(lines[1]).toMatch(/^node:22 .* (?:M|G)B .* root +table \d{4}/);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
  });

  it('lists several as JSON, with what is not known', async () => {
    const ran = await run(['image', 'node:22', 'example.com/nobody/knows:1', '--json', '--offline', '--platform', 'linux/arm64']); // prettier-ignore
    expect(ran.code).toBe(1);
    expect(JSON.parse(ran.stdout)).toMatchObject([
      { name: 'node:22', platform: 'linux/arm64', registry: null },
      { reference: 'example.com/nobody/knows:1', name: null },
    ]);
    expect(ran.stderr).toContain('example.com/nobody/knows:1 is not in the table');
  });

  it('answers from the table at once where there is no network, and says so once', async () => {
    const nowhere = { request: () => Promise.resolve({ ok: false as const, reason: 'unreachable' as const, detail: 'no network' }) }; // prettier-ignore
    const ran = await run(['image', 'node:22', 'alpine:3.20'], {}, { http: () => nowhere });
    expect(ran.code).toBe(0);
    expect(ran.stdout).toMatch(/^node:22 .* table /m);
    expect(ran.stderr).toBe(
      'node:22: registry-1.docker.io: no network. What is shown is known from elsewhere.\n',
    );
  });

  it('asks the engine of this machine, but not with --offline', async () => {
    const asked: string[] = [];
    const inspected = { Id: 'x', Architecture: 'amd64', Os: 'linux', Size: 5_000_000, GraphDriver: { Name: 'overlay2' }, Config: { User: '7' } }; // prettier-ignore
    const engine = {
      inspect: (name: string) => {
        asked.push(name);
        return Promise.resolve(name.includes('my-base') ? JSON.stringify(inspected) : undefined);
      },
    };
    const ran = await run(['image', 'my-base:dev'], {}, { engine });
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain('5 MB (exact, engine of 2026-11-21)');
    expect(asked).toEqual(['docker.io/library/my-base:dev']);
    const offline = await run(['image', 'my-base:dev', '--offline'], {}, { engine });
    expect(offline.code).toBe(1);
    expect(asked).toHaveLength(1);
  });

  it.each([[[], undefined], [['--docker-credentials'], `Basic ${Buffer.from('ada:secret').toString('base64')}`]])(
    'uses credentials with the option only: %j', async (options, expected) => {
    const sent: (string | undefined)[] = [];
    const server = await start((request, response) => {
      sent.push(request.headers.authorization);
      response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
    });
    const credentials = { forRegistry: () => Promise.resolve({ username: 'ada', password: 'secret' }) };
    await run(['image', `${server.host}/app:1`, ...options], {}, { http, credentials });
    expect(sent.at(-1)).toBe(expected);
  }); // prettier-ignore

  it('says when the table is old, once, and `check` does too', async () => {
    const today = '2099-01-01';
    for (const argv of [['image', 'node:22', 'node:20'], ['check', 'a', 'b', '--fail-on', 'none'], ['optimize', 'a/Dockerfile']]) {
      const text = 'FROM node:22\nCMD ["node"]\n';
      const ran = await run(argv, { 'a/Dockerfile': text, 'b/Dockerfile': text }, { today });
      expect(ran.stderr.match(/more than a year old/g), argv[0]).toHaveLength(1);
      expect(ran.stdout).not.toContain('more than a year old');
    }
    expect((await run(['image', 'node:22'])).stderr).toBe('');
  }); // prettier-ignore

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
    expect(ran.stdout).toMatch(/^node:22-slim +\d/m);
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
