import { describe, expect, it } from 'vitest';
import { denoTag } from '../../server/images/deno.ts';
import { embeddedImages } from '../../server/images/table.ts';

const images = embeddedImages();

describe('tags of denoland/deno', () => {
  it.each([
    ['denoland/deno', 'debian', undefined],
    ['denoland/deno:2.9.6', 'debian', '2.9.6'],
    ['denoland/deno:v1.46.3', 'debian', '1.46.3'],
    ['docker.io/denoland/deno:debian-2.1.4', 'debian', '2.1.4'],
    ['ghcr.io/denoland/deno:alpine-2.9.0', 'alpine', '2.9.0'],
    ['mirror.gcr.io/denoland/deno:distroless', 'distroless', undefined],
    ['denoland/deno:bin-2.9.0', 'bin', '2.9.0'],
  ])('%s is %s %s', (reference, kind, version) => {
    expect(denoTag(reference)).toEqual({ kind, version });
  });

  it.each([
    'denoland/deno:2',
    'denoland/deno:alpine-2.9',
    'denoland/deno:canary',
    'hayd/deno:2.0.0',
    'node:22',
  ])('does not know %s', (reference) => {
    expect(denoTag(reference)).toBeUndefined();
  });
});

describe('facts of denoland/deno', () => {
  it.each([
    ['denoland/deno:2.9.6', 'debian', true, 'deno', 1993],
    ['denoland/deno:alpine-2.9.6', 'alpine', true, 'deno', 1000],
    ['denoland/deno:ubuntu-2.9.6', 'ubuntu', true, 'deno', 1993],
    ['ghcr.io/denoland/deno:distroless-2.9.6', 'debian', false, 'nonroot', 65532],
  ])('of %s', (reference, family, shell, name, uid) => {
    const fact = images.lookup(reference)!;
    expect(fact.distro).toEqual({ family, version: undefined, codename: undefined });
    expect(fact.shell).toBe(shell);
    expect(fact.nonRootUser).toEqual({ name, uid });
    expect(fact.defaultUser?.uid).toBe(0);
    expect(fact.runtime).toEqual({ name: 'deno', version: '2.9.6', eol: undefined });
    expect([fact.compressed, fact.onDisk]).toEqual([undefined, undefined]);
    expect(images.siblings(fact)).toEqual([]);
  });

  it('has the sizes of the tags that move', () => {
    expect(images.lookup('denoland/deno')?.onDisk).toBeDefined();
    expect(images.lookup('denoland/deno:latest')?.name).toBe('denoland/deno:debian');
  });

  it('says nothing about releases from before the accounts, and about tags that are not there', () => {
    expect(images.lookup('denoland/deno:1.9.2')).toBeUndefined();
    expect(images.lookup('denoland/deno:alpine-2.9')?.runtime?.version).not.toBe('2.9');
  });
});
