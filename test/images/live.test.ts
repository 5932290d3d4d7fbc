import { describe, expect, it } from 'vitest';
import { LiveImages } from '../../server/images/live.ts';
import { embeddedImages } from '../../server/images/table.ts';
import type { TextStore } from '../../server/ports.ts';
import type { Described, DescribeOptions, RegistryClient } from '../../server/registry/client.ts';
import { failure } from '../../server/registry/failure.ts';
import type { RegistryImage } from '../../server/registry/image.ts';
import { gzipLayer, Repository, tarLike } from '../registry/made-image.ts';
import { clientFor, serve, testClock } from '../registry/server.ts';

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;

function image(over: Partial<RegistryImage> = {}): RegistryImage {
  return {
    digest: digest('a'),
    indexDigest: digest('b'),
    platform: 'linux/amd64',
    platforms: ['linux/amd64', 'linux/arm64'],
    layers: [{ digest: digest('c'), mediaType: 'x.tar+gzip', compressed: 100, unpacked: 300 }],
    config: {
      user: '',
      workingDirectory: '/',
      entrypoint: [],
      command: [],
      environment: [],
      exposedPorts: [],
      labels: {},
      healthcheck: [],
      stopSignal: undefined,
      created: '2026-01-01T10:00:00Z',
      history: [],
    },
    ...over,
  };
}

function store(): TextStore & { texts: Map<string, string> } {
  const texts = new Map<string, string>();
  return {
    texts,
    read: (key) => Promise.resolve(texts.get(key)),
    write: (key, text) => Promise.resolve(void texts.set(key, text)),
  };
}

/** A registry that counts how often it is asked. */
function registry(answer: () => Described) {
  const asked: string[] = [];
  return {
    asked,
    tags: () => Promise.resolve(failure('not-found', 'no list')),
    digest: (): ReturnType<RegistryClient['digest']> => Promise.resolve(failure('invalid', 'no HEAD')),
    listed: () => Promise.resolve(failure('not-found', 'no list')),
    describe: async (reference: { path: string; tag: string | undefined }, options: DescribeOptions) => {
      asked.push(`${reference.path}:${reference.tag}`);
      await Promise.resolve();
      const described = answer();
      const known = described.ok ? await options.known?.(described.image.digest) : undefined;
      return known ? { ok: true as const, image: known } : described;
    },
  };
}

const logger = { info: () => undefined, warn: () => undefined, error: () => undefined };

function live(
  options: {
    client?: ReturnType<typeof registry>;
    store?: TextStore;
    clock?: ReturnType<typeof testClock>;
  } = {},
) {
  return new LiveImages({ table: embeddedImages(), logger, clock: options.clock ?? testClock(), ...options });
}

describe('facts', () => {
  it('are those of the table until something is learned', () => {
    expect(live().facts()).toBe(embeddedImages());
  });

  it('take sizes, platforms, digest and user from the registry and the rest from the table', async () => {
    const client = registry(() => ({
      ok: true,
      image: image({ config: { ...image().config, user: 'node' } }),
    }));
    const images = live({ client });
    expect(await images.learn(['node:22'])).toBe(true);
    const fact = images.facts().lookup('node:22')!;
    const table = embeddedImages().lookup('node:22')!;
    expect(fact).toEqual({
      ...table,
      compressed: { bytes: 100, kind: 'exact', date: '2026-01-02', source: 'registry' },
      onDisk: { bytes: 300, kind: 'exact', date: '2026-01-02', source: 'registry' },
      architectures: ['linux/amd64', 'linux/arm64'],
      defaultUser: { name: 'node', uid: 1000 },
      digest: digest('b'),
      created: '2026-01-01',
      entrypoint: [],
      exposedPorts: [],
      hasHealthcheck: false,
    });
    expect(images.facts().lookup('node:20')).toEqual(embeddedImages().lookup('node:20'));
    expect(images.facts()).toBe(images.facts());
  });

  it('exist for an image that the table does not have', async () => {
    const images = live({ client: registry(() => ({ ok: true, image: image() })) });
    await images.learn(['ghcr.io/team/base:3']);
    const fact = images.facts().lookup('ghcr.io/team/base:3')!;
    expect(fact).toMatchObject({ name: 'ghcr.io/team/base:3', libc: undefined, defaultUser: { uid: 0 } });
    expect(images.facts().siblings(fact)).toEqual([]);
  });

  it('say when a size is estimated', async () => {
    const layers = [
      ...image().layers,
      { digest: digest('d'), mediaType: 'x', compressed: 10, unpacked: undefined },
    ];
    const images = live({ client: registry(() => ({ ok: true, image: image({ layers }) })) });
    await images.learn(['node:22']);
    expect(images.facts().lookup('node:22')!.onDisk).toMatchObject({ bytes: 330, kind: 'derived' });
    expect(images.facts().lookup('node:22')!.compressed).toMatchObject({ bytes: 110, kind: 'exact' });
  });

  it.each([
    ['', { name: 'root', uid: 0 }],
    ['0:0', { name: 'root', uid: 0 }],
    ['1001', { name: undefined, uid: 1001 }],
    ['1001:root', { name: undefined, uid: 1001 }],
    ['nobody', { name: 'nobody', uid: undefined }],
  ])('read the user %j', async (user, expected) => {
    const images = live({
      client: registry(() => ({ ok: true, image: image({ config: { ...image().config, user } }) })),
    });
    await images.learn(['example.com/x:1']);
    expect(images.facts().lookup('example.com/x:1')!.defaultUser).toEqual(expected);
  });
});

describe('learning', () => {
  it('asks once for an image, however often and under whatever name it is wanted', async () => {
    const client = registry(() => ({ ok: true, image: image() }));
    const images = live({ client });
    const wants = Array.from({ length: 1000 }, (_, i) => (i % 2 ? 'node:22' : 'docker.io/library/node:22'));
    await Promise.all(wants.map((name) => images.learn([name])));
    expect(await images.learn(wants)).toBe(false);
    expect(client.asked).toEqual(['library/node:22']);
  });

  it('asks again the next day, and shows the old meanwhile', async () => {
    const clock = testClock();
    const client = registry(() => ({ ok: true, image: image() }));
    const images = live({ client, clock });
    await images.learn(['node:22']);
    clock.day = '2026-01-03';
    const learning = images.learn(['node:22']);
    expect(images.facts().lookup('node:22')!.onDisk!.date).toBe('2026-01-02');
    await learning;
    expect(client.asked).toHaveLength(2);
    expect(images.facts().lookup('node:22')!.onDisk!.date).toBe('2026-01-03');
  });

  it('does not pull again what a tag still stands for', async () => {
    const clock = testClock();
    const client = registry(() => ({ ok: true, image: image() }));
    let head = digest('b');
    let asked = 0;
    const digestOf = () => {
      asked += 1;
      return Promise.resolve({ ok: true as const, digest: head });
    };
    const shelf = store();
    await live({ client: { ...client, digest: digestOf }, store: shelf, clock }).learn(['node:22']);
    expect(asked).toBe(0);
    clock.day = '2026-01-03';
    const images = live({ client: { ...client, digest: digestOf }, store: shelf, clock });
    expect(await images.learn(['node:22'])).toBe(true);
    expect(images.facts().lookup('node:22')!.onDisk).toMatchObject({ bytes: 300, date: '2026-01-03' });
    expect([client.asked.length, asked]).toEqual([1, 1]);
    // Kept for another run of the same day too.
    await live({ client: { ...client, digest: digestOf }, store: shelf, clock }).learn(['node:22']);
    expect([client.asked.length, asked]).toEqual([1, 1]);
    clock.day = '2026-01-04';
    head = digest('f');
    await images.learn(['node:22']);
    expect([client.asked.length, asked]).toEqual([2, 2]);
  });

  it('never asks again for a digest', async () => {
    const clock = testClock();
    const client = registry(() => ({ ok: true, image: image() }));
    const images = live({ client, clock });
    const name = `node@${digest('a')}`;
    await images.learn([name]);
    clock.day = '2027-01-01';
    await images.learn([name]);
    expect(client.asked).toHaveLength(1);
  });

  it('asks nobody about scratch and about what is no reference', async () => {
    const client = registry(() => ({ ok: true, image: image() }));
    await live({ client }).learn(['scratch', 'NOT A NAME', '', '${BASE}']);
    expect(client.asked).toEqual([]);
  });

  it('that fails leaves the table, says why, and waits before it asks again', async () => {
    const clock = testClock();
    const client = registry(() => failure('unreachable', 'no network'));
    const images = live({ client, clock });
    expect(await images.learn(['node:22'])).toBe(false);
    expect(images.facts()).toBe(embeddedImages());
    expect(images.trouble('node:22')).toBe('no network');
    await images.learn(['node:22']);
    expect(client.asked).toHaveLength(1);
    clock.ms += 6 * 60_000;
    await images.learn(['node:22']);
    expect(client.asked).toHaveLength(2);
  });
});

describe('the store', () => {
  it('answers another day and without a registry', async () => {
    const shelf = store();
    await live({ client: registry(() => ({ ok: true, image: image() })), store: shelf }).learn(['node:22']);
    const clock = testClock();
    clock.day = '2026-05-05';
    const later = live({ store: shelf, clock });
    expect(await later.learn(['node:22'])).toBe(true);
    expect(later.facts().lookup('node:22')!.onDisk).toEqual({ bytes: 300, kind: 'exact', date: '2026-01-02', source: 'registry' }); // prettier-ignore
    expect(later.facts().lookup('node:22')!.digest).toBe(digest('b'));
  });

  it('is heard of before the registry answers', async () => {
    const shelf = store();
    await live({ client: registry(() => ({ ok: true, image: image() })), store: shelf }).learn([
      'node:22',
      'node:20',
    ]);
    const clock = testClock();
    clock.day = '2026-01-03';
    let answer: () => void = () => undefined;
    const silent = registry(() => failure('timeout', 'slow'));
    const client = {
      ...silent,
      describe: async (...args: Parameters<typeof silent.describe>) => {
        await new Promise<void>((done) => (answer = done));
        return silent.describe(...args);
      },
    };
    const images = live({ client, store: shelf, clock });
    const heard: (number | undefined)[] = [];
    const learning = images.learn(['node:22'], {
      recalled: () => heard.push(images.facts().lookup('node:22')!.onDisk?.bytes),
    });
    while (heard.length === 0) await new Promise((done) => setTimeout(done, 1));
    expect(heard).toEqual([300]);
    expect(silent.asked).toEqual([]);
    answer();
    expect(await learning).toBe(true);
    expect(await images.learn(['node:22'], { recalled: () => heard.push(0) })).toBe(false);
    expect(heard).toHaveLength(1);
  });

  it('spares the request on the same day', async () => {
    const shelf = store();
    await live({ client: registry(() => ({ ok: true, image: image() })), store: shelf }).learn(['node:22']);
    const client = registry(() => ({ ok: true, image: image() }));
    await live({ client, store: shelf }).learn(['node:22']);
    expect(client.asked).toEqual([]);
  });

  it.each<[string, (text: string) => string]>([
    ['cut off', (text) => text.slice(0, 30)],
    ['of another format', (text) => text.replace('"format":1', '"format":99')],
    ['with negative sizes', (text) => text.replaceAll('300', '-300')],
    [
      'about another image',
      (text) => text.replaceAll(digest('a'), digest('e')).replaceAll('node:22', 'node:20'),
    ],
    ['no JSON', () => 'hello'],
  ])('with records %s is as good as empty', async (_name, spoil) => {
    const shelf = store();
    await live({ client: registry(() => ({ ok: true, image: image() })), store: shelf }).learn(['node:22']);
    for (const [key, text] of shelf.texts) shelf.texts.set(key, spoil(text));
    const later = live({ store: shelf });
    await later.learn(['node:22']);
    expect(later.facts().lookup('node:22')).toEqual(embeddedImages().lookup('node:22'));
  });
});

describe('with a registry', () => {
  it('fifty images make at most four requests at a time, and each document is asked for once', async () => {
    const repository = new Repository();
    const server = await serve(async (request, response) => {
      await new Promise((done) => setTimeout(done, 2));
      return repository.handler(request, response);
    });
    try {
      const names = Array.from({ length: 50 }, (_, i) => {
        repository.image([gzipLayer(tarLike(4, i + 1))], { User: String(i) }, `t${i}`);
        return `${server.host}/app:t${i}`;
      });
      const images = new LiveImages({
        table: embeddedImages(),
        logger,
        clock: testClock(),
        client: clientFor(),
      });
      await Promise.all([
        images.learn(names),
        images.learn(names),
        ...names.map((name) => images.learn([name])),
      ]);
      expect(names.every((name) => images.facts().lookup(name)?.onDisk?.bytes === 4 * 512)).toBe(true);
      expect(server.peak()).toBeGreaterThan(1);
      expect(server.peak()).toBeLessThanOrEqual(4);
      // Manifest, configuration and the end of one layer.
      expect(server.requests).toHaveLength(150);
    } finally {
      await server.close();
    }
  });
});
