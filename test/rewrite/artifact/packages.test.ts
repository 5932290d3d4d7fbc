import { describe, expect, it } from 'vitest';
import { artifactPlacing } from '../../../server/rewrite/artifact/packages.ts';

const debian = { family: 'debian', version: '12', codename: 'bookworm' };
const place = (name: string, distro: typeof debian | undefined = debian, called: readonly string[] = []) =>
  artifactPlacing({ distro, called: new Set(called), toolchain: (one) => one === 'maven' })(name);

describe('where packages of a compiling image belong', () => {
  it.each<[string, readonly string[] | undefined]>([
    ['build-essential', []],
    ['pkg-config', []],
    ['maven', []],
    ['git', []],
    ['libssl-dev', ['libssl3']],
    ['libpq-dev', ['libpq5']],
    ['zlib1g-dev', []],
    ['ffmpeg', undefined],
    ['ca-certificates', undefined],
  ])('%s', (name, expected) => {
    expect(place(name)).toEqual(expected);
  });

  it('keeps what is called', () => {
    expect(place('curl', debian, ['curl'])).toBeUndefined();
    expect(place('git-core', debian, ['git'])).toBeUndefined();
  });

  it.each([
    ['a library that nobody knows', 'libnobody-dev', debian],
    ['another distribution', 'libssl-dev', { family: 'ubuntu', version: '24.04', codename: 'noble' }],
    ['a distribution that is not known', 'libssl-dev', undefined],
  ])('is not certain about %s', (_, name, distro) => {
    const placing = artifactPlacing({ distro, called: new Set() });
    expect(placing(name)).toMatch(/^Which run-time library stands behind .* is not certain\.$/);
  });
});
