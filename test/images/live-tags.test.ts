import { describe, expect, it } from 'vitest';
import { LiveImages } from '../../server/images/live.ts';
import { embeddedImages } from '../../server/images/table.ts';
import type { TextStore } from '../../server/ports.ts';
import { failure } from '../../server/registry/failure.ts';
import type { TagList } from '../../server/registry/tags.ts';
import { testClock } from '../registry/server.ts';

const logger = { info: () => undefined, warn: () => undefined, error: () => undefined };

function registry(answer: () => TagList) {
  const asked: string[] = [];
  return {
    asked,
    describe: () => Promise.resolve(failure('not-found', 'not here')),
    digest: () => Promise.resolve(failure('not-found', 'not here')),
    listed: () => Promise.resolve(failure('not-found', 'not here')),
    tags: async ({ domain, path }: { domain: string; path: string }) => {
      asked.push(`${domain}/${path}`);
      await Promise.resolve();
      return answer();
    },
  };
}

function shelf(): TextStore & { texts: Map<string, string> } {
  const texts = new Map<string, string>();
  return {
    texts,
    read: (key) => Promise.resolve(texts.get(key)),
    write: (key, text) => Promise.resolve(void texts.set(key, text)),
  };
}

function live(options: {
  client?: ReturnType<typeof registry>;
  store?: TextStore;
  clock?: ReturnType<typeof testClock>;
}) {
  return new LiveImages({ table: embeddedImages(), logger, clock: options.clock ?? testClock(), ...options });
}

const one = (tag: string): TagList => ({ ok: true, tags: [{ tag, compressed: { 'linux/amd64': 7 } }] });

describe('facts', () => {
  it('know the size of a pull from the list, for its platform only', async () => {
    const info = {
      tag: '22',
      compressed: { 'linux/amd64': 7, 'linux/arm64': 6 },
      digest: `sha256:${'a'.repeat(64)}`,
      pushed: '2026-01-01',
    };
    const images = live({ client: registry(() => ({ ok: true, tags: [info] })) });
    const before = images.facts();
    const arm = { os: 'linux', architecture: 'arm64' };
    expect(images.facts(arm).lookup('node:22')!.compressed).toBeUndefined();
    await images.learnTags('node');
    const table = embeddedImages().lookup('node:22')!;
    const fact = { digest: info.digest, pushed: '2026-01-01', architectures: ['linux/amd64', 'linux/arm64'] };
    expect(images.facts().lookup('docker.io/library/node:22')).toEqual({
      ...table,
      ...fact,
      compressed: { bytes: 7, kind: 'exact', date: '2026-01-02', source: 'registry' },
    });
    expect(images.facts(arm).lookup('node:22')).toMatchObject({
      ...fact,
      compressed: { bytes: 6 },
      onDisk: undefined,
    });
    expect(images.facts().lookup('node:20')).toEqual(embeddedImages().lookup('node:20'));
    expect(before).toBe(embeddedImages());
  });

  it('of a tag that is only listed by name are those of the table', async () => {
    const images = live({ client: registry(() => ({ ok: true, tags: [{ tag: '1' }] })) });
    await images.learnTags('ghcr.io/a/b');
    expect(images.facts().lookup('ghcr.io/a/b:1')).toBeUndefined();
  });

  it('come from the list when the registry counts too many pulls', async () => {
    const client = {
      ...registry(() => failure('not-found', 'no')),
      describe: () => Promise.resolve(failure('rate-limited', 'enough')),
      listed: () =>
        Promise.resolve({ ok: true as const, info: { tag: '22', compressed: { 'linux/amd64': 9 } } }),
    };
    const images = new LiveImages({ table: embeddedImages(), logger, clock: testClock(), client });
    expect(await images.learn(['node:22'])).toBe(true);
    expect(images.facts().lookup('node:22')!.compressed).toMatchObject({ bytes: 9, source: 'registry' });
    expect(images.trouble('node:22')).toBe('enough');
  });
});

describe('tags of a repository', () => {
  it('are unknown, then learned once, whatever tag the name carries', async () => {
    const client = registry(() => one('22'));
    const images = live({ client });
    expect(images.tags('node')).toBeUndefined();
    const learned = await Promise.all(['node', 'node:20', 'docker.io/library/node'].map((name) => images.learnTags(name))); // prettier-ignore
    expect(learned).toEqual([true, true, true]);
    expect(images.tags('node:18')).toEqual([{ tag: '22', compressed: { 'linux/amd64': 7 } }]);
    expect(await images.learnTags('node')).toBe(false);
    expect(client.asked).toEqual(['docker.io/library/node']);
  });

  it('are kept for a day; older ones are shown while they are learned anew', async () => {
    const store = shelf();
    await live({ client: registry(() => one('22')), store }).learnTags('node');
    const clock = testClock();
    const sameDay = registry(() => one('24'));
    const today = live({ client: sameDay, store, clock });
    expect(await today.learnTags('node')).toBe(true);
    expect(sameDay.asked).toEqual([]);
    clock.day = '2026-01-03';
    const learning = today.learnTags('node');
    expect(today.tags('node')).toMatchObject([{ tag: '22' }]);
    await learning;
    expect(today.tags('node')).toMatchObject([{ tag: '24' }]);
  });

  it('without a registry are those of the store, however old', async () => {
    const store = shelf();
    await live({ client: registry(() => one('22')), store }).learnTags('ghcr.io/a/b');
    const clock = testClock();
    clock.day = '2027-05-05';
    const offline = live({ store, clock });
    expect(await offline.learnTags('ghcr.io/a/b')).toBe(true);
    expect(offline.tags('ghcr.io/a/b')).toMatchObject([{ tag: '22' }]);
  });

  it('that can’t be learned are asked for again, later', async () => {
    const clock = testClock();
    const client = registry(() => failure('unreachable', 'no network'));
    const images = live({ client, clock });
    expect(await images.learnTags('node')).toBe(false);
    expect(await images.learnTags('node')).toBe(false);
    expect(client.asked).toHaveLength(1);
    clock.ms += 6 * 60_000;
    await images.learnTags('node');
    expect(client.asked).toHaveLength(2);
  });

  it('are nobody’s for scratch and for what is no name', async () => {
    const client = registry(() => one('22'));
    const images = live({ client });
    for (const name of ['scratch', '', 'NOT A NAME', '${BASE}'])
      expect(await images.learnTags(name)).toBe(false);
    expect(client.asked).toEqual([]);
  });

  it.each([
    ['cut off', (text: string) => text.slice(0, 20)],
    [
      'of another repository',
      (text: string) => text.replace('docker.io/library/node', 'docker.io/evil/node'),
    ],
    ['of another shape', (text: string) => text.replace('"tag":', '"name":')],
  ])('in a store whose record is %s are none', async (_name, spoil) => {
    const store = shelf();
    await live({ client: registry(() => one('22')), store }).learnTags('node');
    for (const [key, text] of store.texts) store.texts.set(key, spoil(text));
    const images = live({ store });
    expect(await images.learnTags('node')).toBe(false);
    expect(images.tags('node')).toBeUndefined();
  });
});
