import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareVersions, refines, splitTag } from '../../server/images/tag.ts';

describe('splitTag', () => {
  it.each([
    ['22', '22', undefined, []],
    ['22.4.1-alpine3.20', '22.4.1', 'alpine 3.20', []],
    ['alpine', undefined, 'alpine ?', []],
    ['3.12-slim-bookworm', '3.12', 'debian 12', ['slim']],
    ['20-bookworm-slim', '20', 'debian 12', ['slim']],
    ['8u502-b07-jre-alpine-3.24', '8u502-b07', 'alpine 3.24', ['jre']],
    ['17.0.20_8-jdk-resolute', '17.0.20_8', 'ubuntu 26.04', ['jdk']],
    ['8.0-azurelinux3.0-distroless-extra', '8.0', 'azurelinux 3.0', ['distroless', 'extra']],
    ['3.9-eclipse-temurin-21', '3.9', undefined, ['21', 'eclipse', 'temurin']],
    ['v2', '2', undefined, []],
    ['latest', undefined, undefined, ['latest']],
  ])('%s', (tag, version, distro, words) => {
    const parts = splitTag(tag);
    expect(parts.version).toBe(version);
    expect(parts.distro && `${parts.distro.family} ${parts.distro.version ?? '?'}`).toBe(distro);
    expect(parts.words).toEqual(words);
  });

  it('recognises build dates', () => {
    expect(splitTag('bookworm-20240701-slim')).toMatchObject({ dated: true, words: ['slim'] });
    expect(splitTag('noble-20240605.1')).toMatchObject({ dated: true, words: [] });
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), (tag) => {
        expect(splitTag(tag).words.length).toBeLessThanOrEqual(tag.split('-').length);
      }),
    );
  });
});

describe('versions', () => {
  it.each([
    ['22.4', '22', true], ['22', '22', true], ['220', '22', false], ['3.1', '3.12', false], ['17.0.9_9', '17', true], ['8u502-b07', '8', true], ['3.12', '3.1', false],
  ])('%s refines %s: %s', (version, base, expected) => expect(refines(version, base)).toBe(expected)); // prettier-ignore

  it('compares by numbers', () => {
    expect(['3.9', '3.10', '22', '3', '1.2.3'].sort(compareVersions)).toEqual([
      '1.2.3',
      '3',
      '3.9',
      '3.10',
      '22',
    ]);
  });
});
