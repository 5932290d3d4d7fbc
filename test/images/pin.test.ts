import { describe, expect, it } from 'vitest';
import type { ImageFacts } from '../../server/images/facts.ts';
import { mergedFact } from '../../server/images/merge.ts';
import { digestPin, versionPin } from '../../server/images/pin.ts';
import { parseReference } from '../../server/images/reference.ts';
import { embeddedImages } from '../../server/images/table.ts';
import { digestOf, registryImage } from './registry-facts.ts';

const images = embeddedImages();
const today = '2026-11-21';

/** A registry described every image on this day. */
function described(date = today): ImageFacts {
  const lookup = (text: string) => {
    const reference = parseReference(text);
    return reference && mergedFact(reference, images.lookup(text), registryImage(), date);
  };
  return { ...images, lookup };
}

describe('digestPin', () => {
  it.each(['node:22-slim', 'docker.io/library/node:22', 'ghcr.io/acme/app:1', 'localhost:5000/app:1'])(
    'keeps the tag of %s',
    (reference) => {
      expect(digestPin(reference, described(), today)).toBe(`${reference}@${digestOf('b')}`);
    },
  );

  it.each([
    ['no tag', 'node', today],
    ['a digest already', `node:22@${digestOf('c')}`, today],
    ['a registry that was asked yesterday', 'node:22', '2026-11-20'],
    ['a copy that may not have it yet', 'mirror.gcr.io/library/node:22', today],
    ['no reference at all', '${X}', today],
  ])('is none for %s', (_name, reference, date) => {
    expect(digestPin(reference, described(date), today)).toBeUndefined();
  });

  it('is none where only the table knows the image', () => {
    expect(digestPin('node:22', images, today)).toBeUndefined();
  });
});

describe('versionPin', () => {
  it.each([
    ['python:3.13-slim', 'python:3.13.15-slim'],
    ['golang:1.26', 'golang:1.26.7'],
    ['docker.io/library/alpine:3.24', 'docker.io/library/alpine:3.24.1'],
    ['nginx:1-alpine', 'nginx:1.31-alpine'],
    ['debian:12-slim', 'debian:12.15-slim'],
    ['python:3.13-slim-trixie', 'python:3.13.15-slim-trixie'],
  ])('takes from the table what else the image is called: %s', (reference, expected) => {
    expect(versionPin(reference, images)?.reference).toBe(expected);
  });

  it.each([
    'node', 'node:latest', 'python:3.13.15-slim', 'acme/app:1', 'python:3.13.2-slim', 'scratch', `python:3.13-slim@${digestOf('a')}`, 'debian:bookworm', '',
  ])('knows none for %j', (reference) => {
    expect(versionPin(reference, images)).toBeUndefined();
  }); // prettier-ignore

  const listed = [
    { tag: '22', digest: digestOf('a') },
    { tag: '22.12.0', digest: digestOf('a') },
    { tag: '22.12', digest: digestOf('a') },
    { tag: '22.12-bookworm', digest: digestOf('a') },
    { tag: '22-20261101', digest: digestOf('a') },
    { tag: '22.11', digest: digestOf('b') },
    { tag: '220.1', digest: digestOf('a') },
  ];

  it('takes the tag of the same digest where the registry lists its tags', () => {
    expect(versionPin('node:22', images, { listed })?.tag).toBe('22.12');
    expect(versionPin('node:22.12', images, { listed })?.tag).toBe('22.12.0');
    expect(versionPin('node:22.11', images, { listed })).toBeUndefined();
  });

  it("takes the table's names only when the list has them", () => {
    expect(versionPin('python:3.13-slim', images, { listed: [{ tag: '3.13.15-slim' }] })?.tag).toBe(
      '3.13.15-slim',
    );
    expect(versionPin('python:3.13-slim', images, { listed: [{ tag: '3.13-slim' }] })).toBeUndefined();
  });

  it('does not go back to what the table remembers when the registry has a newer version', () => {
    expect(versionPin('python:3.13-slim', images, { version: '3.13.15' })?.tag).toBe('3.13.15-slim');
    expect(versionPin('python:3.13-slim', images, { version: '3.13.16' })).toBeUndefined();
  });
});
