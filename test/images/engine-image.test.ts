import { describe, expect, it } from 'vitest';
import { readEngineImage } from '../../server/images/engine-image.ts';
import { LiveImages } from '../../server/images/live.ts';
import { embeddedImages } from '../../server/images/table.ts';
import { failure } from '../../server/registry/failure.ts';
import { reference, testClock } from '../registry/server.ts';

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;

/** As an engine with a graph driver answers. */
const classic = {
  Id: digest('c'),
  RepoTags: ['node:22'],
  RepoDigests: [`other@${digest('e')}`, `node@${digest('a')}`],
  Created: '2026-01-01T10:00:00.123456789Z',
  Architecture: 'amd64',
  Os: 'linux',
  Size: 1_100_000_000,
  GraphDriver: { Name: 'overlay2', Data: { UpperDir: '/var/lib/docker' } },
  Config: {
    User: 'node',
    Env: ['A=b'],
    ExposedPorts: { '80/tcp': {} },
    Healthcheck: { Test: ['CMD', 'true'], Interval: 1 },
    Labels: null,
  },
};
/** As one with the containerd image store does. */
const containerd = {
  ...classic,
  Id: digest('a'),
  GraphDriver: undefined,
  Descriptor: { mediaType: 'x', digest: digest('a'), size: 5 },
  Manifests: [
    { ID: digest('f'), Kind: 'attestation', Size: { Content: 9, Total: 9 } },
    {
      ID: digest('d'),
      Kind: 'image',
      Size: { Content: 5, Total: 12 },
      ImageData: { Platform: { architecture: 'arm64', os: 'linux', variant: 'v8' }, Size: { Unpacked: 7 } },
    },
    {
      ID: digest('e'),
      Kind: 'image',
      Available: true,
      Size: { Content: 400, Total: 1400 },
      ImageData: { Platform: { architecture: 'amd64', os: 'linux' }, Size: { Unpacked: 1000 } },
    },
  ],
};

function read(answer: object) {
  return readEngineImage(JSON.stringify(answer), reference('node:22'));
}

describe('what the engine says', () => {
  it('is what docker images shows, with a graph driver', () => {
    expect(read(classic)).toMatchObject({
      platform: 'linux/amd64',
      digest: digest('a'),
      onDisk: { bytes: 1_100_000_000, kind: 'exact' },
      compressed: undefined,
      config: {
        user: 'node',
        environment: ['A=b'],
        exposedPorts: ['80/tcp'],
        healthcheck: ['CMD', 'true'],
        created: '2026-01-01T10:00:00.123456789Z',
      },
    });
  });

  it('is that of the own platform, in blocks, with the containerd store', () => {
    expect(read(containerd)).toMatchObject({
      onDisk: { bytes: 1000, kind: 'derived' },
      compressed: { bytes: 400, kind: 'derived' },
    });
    const { Descriptor: _, ...before } = { ...containerd, GraphDriver: { Name: 'overlayfs' } };
    expect(read(before)).toMatchObject({ onDisk: { bytes: 1000 } });
  });

  it.each<[string, object]>([
    ['of a containerd store that tells no more: compressed or not, nobody knows', { ...containerd, Manifests: undefined }],
    ['of a containerd store with another platform only', { ...containerd, Manifests: [containerd.Manifests[1]] }],
    ['of an unknown driver', { ...classic, GraphDriver: { Name: 'newfs' } }],
    ['of no driver', { ...classic, GraphDriver: null }],
    ['that is 0', { ...classic, Size: 0 }],
    ['that is negative', { ...classic, Size: -5 }],
    ['that is no number', { ...classic, Size: '1 GB' }],
  ])('has no size %s', (_name, answer) => {
    expect(read(answer)).toMatchObject({ onDisk: undefined, platform: 'linux/amd64' });
  }); // prettier-ignore

  it('has no size of a pull when a part of it is not here', () => {
    const Manifests = containerd.Manifests.map((manifest) => ({ ...manifest, Available: false }));
    expect(read({ ...containerd, Manifests })).toMatchObject({
      onDisk: { bytes: 1000 },
      compressed: undefined,
    });
  });

  it('counts as about right from Podman', () => {
    expect(read({ ...classic, GraphDriver: { Name: 'overlay' } })).toMatchObject({ onDisk: { kind: 'derived' } }); // prettier-ignore
  });

  it('has no digest of another repository, nor one that was never pulled', () => {
    expect(read({ ...classic, RepoDigests: [`other@${digest('e')}`, 'junk', '@'] })!.digest).toBeUndefined();
    expect(read({ ...classic, RepoDigests: null })!.digest).toBeUndefined();
  });

  it.each(['', '<html>', '[]', '{"message":"no such image"}', 'null', '{"Id":5}'])(
    '%j is nothing',
    (text) => {
      expect(readEngineImage(text, reference('node:22'))).toBeUndefined();
    },
  );
});

describe('the engine', () => {
  const logger = { info: () => undefined, warn: () => undefined, error: () => undefined };
  function live(answer: object | undefined, describe?: () => Promise<ReturnType<typeof failure>>) {
    const asked: string[] = [];
    const engine = {
      inspect: (name: string) => {
        asked.push(name);
        return Promise.resolve(answer && JSON.stringify(answer));
      },
    };
    const no = () => Promise.resolve(failure('not-found', 'no'));
    const images = new LiveImages({
      table: embeddedImages(),
      logger,
      clock: testClock(),
      engine,
      ...(describe ? { client: { describe, digest: no, tags: no, listed: no } } : {}),
    });
    return { images, asked };
  }

  it('is asked when the registry gives no answer, and before the table', async () => {
    const { images, asked } = live(classic, () => Promise.resolve(failure('unreachable', 'no network')));
    expect(await images.learn(['node:22'])).toBe(true);
    expect(asked).toEqual(['docker.io/library/node:22']);
    const table = embeddedImages().lookup('node:22')!;
    expect(images.facts().lookup('node:22')).toMatchObject({
      onDisk: { bytes: 1_100_000_000, kind: 'exact', source: 'engine', date: '2026-01-02' },
      compressed: table.compressed,
      libc: 'glibc',
      digest: digest('a'),
      created: '2026-01-01',
      defaultUser: { name: 'node', uid: 1000 },
      hasHealthcheck: true,
    });
    expect(images.trouble('node:22')).toBe('no network');
  });

  it('knows images that nobody else knows', async () => {
    const { images } = live({ ...classic, RepoDigests: [] });
    await images.learn(['my-base:dev', 'scratch']);
    expect(images.facts().lookup('my-base:dev')).toMatchObject({ onDisk: { source: 'engine' }, libc: undefined });
    expect(images.facts().lookup('my-base:dev')!.digest).toBeUndefined();
  }); // prettier-ignore

  it('does not answer for another platform', async () => {
    const { images } = live(classic);
    expect(await images.learn(['node:22'], { platform: 'linux/arm64' })).toBe(false);
    expect(images.facts({ os: 'linux', architecture: 'arm64' }).lookup('node:22')!.onDisk).toBeUndefined();
  });

  it('is not asked again and again', async () => {
    const { images, asked } = live(classic);
    expect(await images.learn(['node:22'])).toBe(true);
    expect(await images.learn(['node:22'])).toBe(false);
    expect(asked).toHaveLength(1);
  });

  it('that has no such image leaves the table', async () => {
    const { images } = live(undefined);
    expect(await images.learn(['node:22'])).toBe(false);
    expect(images.facts()).toBe(embeddedImages());
  });
});
