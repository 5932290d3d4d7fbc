/** Images as a registry describes them, for tests. */
import type { RegistryImage } from '../../server/registry/image.ts';

export const digestOf = (letter: string): string => `sha256:${letter.repeat(64)}`;

/** An image of Node 22.11.0 on Debian 12 that runs as root, of 400 MB to pull. */
export function registryImage(
  over: Partial<Omit<RegistryImage, 'config'>> & { config?: Partial<RegistryImage['config']> } = {},
): RegistryImage {
  const { config, ...rest } = over;
  return {
    digest: digestOf('a'),
    indexDigest: digestOf('b'),
    platform: 'linux/amd64',
    platforms: ['linux/amd64', 'linux/arm64'],
    layers: [
      {
        digest: digestOf('c'),
        mediaType: 'x.tar+gzip',
        compressed: 400_000_000,
        unpacked: 1_100_000_000,
      },
    ],
    ...rest,
    config: {
      user: '',
      workingDirectory: '/',
      entrypoint: [],
      command: [],
      environment: ['PATH=/usr/bin', 'NODE_VERSION=22.11.0'],
      exposedPorts: [],
      labels: {},
      healthcheck: [],
      stopSignal: undefined,
      created: '2026-11-02T10:00:00Z',
      history: [{ createdBy: "# debian.sh --arch 'amd64' out/ 'bookworm' '@1762000000'", empty: false }],
      ...config,
    },
  };
}
