import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { familiarName, parseReference } from '../../server/images/reference.ts';

const hex = '0123456789abcdef'.repeat(4);

describe('parseReference', () => {
  it.each([
    ['node', 'docker.io', 'library/node', undefined, undefined, 'node'],
    ['node:22-alpine', 'docker.io', 'library/node', '22-alpine', undefined, 'node'],
    ['library/node', 'docker.io', 'library/node', undefined, undefined, 'node'],
    ['docker.io/node:22', 'docker.io', 'library/node', '22', undefined, 'node'],
    ['docker.io/library/node:22', 'docker.io', 'library/node', '22', undefined, 'node'],
    ['index.docker.io/library/node:22', 'docker.io', 'library/node', '22', undefined, 'node'],
    ['oven/bun:1', 'docker.io', 'oven/bun', '1', undefined, 'oven/bun'],
    ['docker.io/oven/bun', 'docker.io', 'oven/bun', undefined, undefined, 'oven/bun'],
    ['library/a/b', 'docker.io', 'library/a/b', undefined, undefined, 'library/a/b'],
    ['localhost/app', 'localhost', 'app', undefined, undefined, 'localhost/app'],
    ['localhost:5000/app:v1', 'localhost:5000', 'app', 'v1', undefined, 'localhost:5000/app'],
    ['[::1]:5000/app', '[::1]:5000', 'app', undefined, undefined, '[::1]:5000/app'],
    ['Registry/app', 'Registry', 'app', undefined, undefined, 'Registry/app'],
    ['gcr.io/distroless/static-debian12:nonroot', 'gcr.io', 'distroless/static-debian12', 'nonroot', undefined, 'gcr.io/distroless/static-debian12'],
    ['registry.docker.com/library/ruby:3.4', 'registry.docker.com', 'library/ruby', '3.4', undefined, 'ruby'],
    ['mirror.gcr.io/library/golang:1.18', 'mirror.gcr.io', 'library/golang', '1.18', undefined, 'golang'],
    ['public.ecr.aws/docker/library/node:22', 'public.ecr.aws', 'docker/library/node', '22', undefined, 'node'],
    ['public.ecr.aws/nginx/nginx:1', 'public.ecr.aws', 'nginx/nginx', '1', undefined, 'public.ecr.aws/nginx/nginx'],
    ['mcr.microsoft.com/dotnet/sdk', 'mcr.microsoft.com', 'dotnet/sdk', undefined, undefined, 'mcr.microsoft.com/dotnet/sdk'],
    [`node:22@sha256:${hex}`, 'docker.io', 'library/node', '22', `sha256:${hex}`, 'node'],
    [`node@sha256:${hex}`, 'docker.io', 'library/node', undefined, `sha256:${hex}`, 'node'],
    ['a__b/c.d--e', 'docker.io', 'a__b/c.d--e', undefined, undefined, 'a__b/c.d--e'],
  ])('%s', (text, domain, path, tag, digest, familiar) => {
    const parsed = parseReference(text);
    expect(parsed).toEqual({ domain, path, tag, digest });
    expect(parsed && familiarName(parsed)).toBe(familiar);
  }); // prettier-ignore

  it.each([
    '', ' ', 'Node', 'owner/Node', 'node:', 'node:-x', `node:${'x'.repeat(129)}`, 'node@', 'node@sha256:abc', `node@sha256:${hex.toUpperCase()}`,
    `node@sha256:${hex}00`, 'node:${VERSION}', '$BASE', 'a b', '/node', 'node/', 'a//b', 'a___b', '-a', 'a-', 'ex_ample.com/a', 'localhost:/a',
    'host:port/a', hex, 'node:22:23', 'https://example.com/a', `${'a/'.repeat(130)}a`, 'nodé',
  ])('rejects %j', (text) => expect(parseReference(text)).toBeUndefined()); // prettier-ignore

  it('takes the longest tag', () => expect(parseReference(`node:${'x'.repeat(128)}`)?.tag).toHaveLength(128));

  it('never throws, and the familiar name means the same image', () => {
    const piece = fc.constantFrom('node', 'A', '.', ':', '/', '@', '-', '_', 'docker.io', 'localhost', '5000', 'library', `sha256:${hex}`); // prettier-ignore
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece).map((pieces) => pieces.join('')),
    );
    fc.assert(
      fc.property(text, (reference) => {
        const parsed = parseReference(reference);
        if (parsed === undefined) return;
        const again = parseReference(familiarName(parsed));
        expect(again).toEqual({ ...parsed, tag: undefined, digest: undefined });
      }),
      { numRuns: 2000 },
    );
  });

  it('is quick on long input', () => {
    for (const text of [
      'a-'.repeat(500_000),
      `node:${'x'.repeat(1_000_000)}`,
      `${'a'.repeat(254)}!`,
      `${'a-'.repeat(500)}.`,
    ]) {
      expect(parseReference(text)).toBeUndefined();
    }
  });
});
