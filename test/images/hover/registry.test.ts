import { describe, expect, it } from 'vitest';
import type { ImageFact, ImageFacts } from '../../../server/images/facts.ts';
import { imageHover } from '../../../server/images/hover.ts';
import type { HoverOptions } from '../../../server/images/hover.ts';
import { mergedFact } from '../../../server/images/merge.ts';
import { parseReference } from '../../../server/images/reference.ts';
import { embeddedImages } from '../../../server/images/table.ts';
import type { RegistryImage } from '../../../server/registry/image.ts';
import { digestOf, registryImage } from '../registry-facts.ts';

const table = embeddedImages();
const today = '2026-11-21';

/** The table with one image as a registry described it today. */
function learned(name: string, image: RegistryImage, over: Partial<ImageFact>): ImageFacts {
  return {
    ...table,
    lookup: (text) =>
      text === name
        ? { ...mergedFact(parseReference(text)!, table.lookup(text), image, today), ...over }
        : table.lookup(text),
  };
}

function hover(
  image: RegistryImage,
  reference = 'node:22',
  options: HoverOptions = {},
  over: Partial<ImageFact> = {},
): string {
  const registry = { image, date: today };
  const images = learned(reference.split('@')[0]!, image, over);
  return imageHover(reference, images, today, { table, registry, ...options }) ?? '';
}

describe('a hover with what a registry said', () => {
  it('has its figures, the date of the build and of the push, and the version inside', () => {
    const text = hover(registryImage(), 'node:22', {}, { pushed: '2026-11-03' });
    expect(text).toContain('| node:22 | 400 MB | 1.1 GB |');
    expect(text).toContain(
      'built on 2026-11-02 with Node 22.11.0 · pushed on 2026-11-03 · figures of the registry of 2026-11-21 for linux/amd64',
    );
    expect(text).not.toContain('otherwise');
  });

  it.each<[string, Parameters<typeof registryImage>[0], string]>([
    ['its user', { config: { user: 'app:app' } }, 'it runs as app, not as root, uid 0'],
    [
      'its size',
      { layers: [{ digest: digestOf('c'), mediaType: 'x', compressed: 200_000_000, unpacked: 1 }] },
      'it is 200 MB to pull, not ≈ 408 MB',
    ],
    [
      'its distro',
      {
        config: { history: [{ createdBy: "# debian.sh --arch 'amd64' out/ 'trixie' '@1'", empty: false }] },
      },
      'its distro is Debian 13 (trixie), not Debian 12 (bookworm)',
    ],
    ['its runtime', { config: { environment: ['NODE_VERSION=24.1.0'] } }, 'it has Node 24.1.0, not Node 22'],
  ])('tells where it disagrees with the table: %s', (_name, over, expected) => {
    expect(hover(registryImage(over))).toContain(
      `The registry says otherwise than the embedded table: ${expected}.`,
    );
  });

  it('takes no difference of a quarter for one, and other names of the same user', () => {
    const layers = [{ digest: digestOf('c'), mediaType: 'x', compressed: 330_000_000, unpacked: 1 }];
    for (const user of ['', '0', 'root', 'root:root', '0:0'])
      expect(hover(registryImage({ layers, config: { user } }))).not.toContain('otherwise');
  });

  it('does not compare the sizes of another platform', () => {
    const layers = [{ digest: digestOf('c'), mediaType: 'x', compressed: 1_000_000, unpacked: 1 }];
    const text = hover(registryImage({ layers }), 'node:22', { platform: 'linux/arm64' });
    expect(text).toContain('**node:22** for linux/arm64 · ');
    expect(text).toContain('figures of the registry of 2026-11-21 for linux/arm64');
    expect(text).not.toContain('otherwise');
  });

  it('says that an image is not there for the platform', () => {
    expect(hover(registryImage(), 'node:22', { platform: 'linux/riscv64' })).toContain(
      '**Not published for linux/riscv64.**',
    );
    expect(hover(registryImage(), 'node:22', { platform: 'linux/arm64/v8' })).not.toContain('Not published');
  });

  it('says whether a digest is still that of its tag', () => {
    expect(hover(registryImage(), `node:22@${digestOf('b')}`)).toContain(
      'The digest is what node:22 stood for today.',
    );
    const old = hover(registryImage(), `node:22@${digestOf('d')}`);
    expect(old).toContain('**The digest is outdated**: today node:22 stood for `sha256:bbbbbbbbbbbb…`.');
    expect(old).toMatch(/^\*\*node:22@sha256:d{12}…\*\* · /);
    expect(imageHover(`node:22@${digestOf('d')}`, table, today)).not.toContain('digest');
  });

  it('says why there is nothing newer', () => {
    expect(imageHover('node:22', table, today, { trouble: 'docker.io: no answer' })).toContain(
      'No newer figures: docker.io: no answer',
    );
    expect(imageHover('acme/x:1', table, today, { trouble: 'docker.io: not found' })).toContain(
      'docker.io: not found',
    );
  });

  it('shows no markup that a registry sends', () => {
    const image = registryImage({ platforms: ['linux/<b>', '[x](y)'], config: { user: '**x**' } });
    const text = hover(image);
    expect(text).toContain('linux/\\<b\\>');
    expect(text).toContain('runs as \\*\\*x\\*\\*');
  });
});
