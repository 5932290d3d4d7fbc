import { describe, expect, it } from 'vitest';
import { imageEndOfLife, nextSupported } from '../../server/images/eol.ts';
import type { ImageFact } from '../../server/images/facts.ts';
import { embeddedImages } from '../../server/images/table.ts';

const images = embeddedImages();
const today = '2026-11-21';

function lookup(reference: string): ImageFact {
  const fact = images.lookup(reference);
  if (fact === undefined) throw new Error(`${reference} is not known`);
  return fact;
}

describe('imageEndOfLife', () => {
  it.each([
    ['node:20', today, { what: 'Node 20', ended: '2026-04-30', part: 'runtime' }],
    ['node:20', '2026-04-30', undefined],
    ['node:20', '2026-05-01', { what: 'Node 20', ended: '2026-04-30', part: 'runtime' }],
    // Debian 12 left regular support in 2026-07 and has long-term support until 2028-06-30.
    ['node:22', today, undefined],
    ['debian:bookworm', '2028-07-01', { what: 'Debian 12 (bookworm)', ended: '2028-06-30', part: 'distro' }],
    ['debian:bullseye', today, { what: 'Debian 11 (bullseye)', ended: '2026-08-31', part: 'distro' }],
    ['node:22-alpine3.20', today, { what: 'Alpine 3.20', ended: '2026-04-01', part: 'distro' }],
    ['golang:1.27', today, undefined],
    ['scratch', today, undefined],
    ['nginx:1.31', today, undefined],
  ])('%s on %s', (name, day, expected) => expect(imageEndOfLife(lookup(name), day)).toEqual(expected));
});

describe('nextSupported', () => {
  it.each([
    ['node:18', 'node:22'], ['node:20-alpine', 'node:22-alpine'], ['node:20-bullseye-slim', 'node:22-slim'], ['node:22-alpine3.20', 'node:22-alpine'],
    ['node:20-bookworm', 'node:22'], ['python:3.10-slim', 'python:3.11-slim'], ['python:3.10-slim-bookworm', 'python:3.11-slim-bookworm'], ['golang:1.22', 'golang:1.26'],
    ['golang:1.25-alpine', 'golang:1.26-alpine'], ['ruby:3.2-slim', 'ruby:3.3-slim'], ['alpine:3.18', 'alpine:3.22'], ['debian:bullseye-slim', 'debian:bookworm-slim'],
    ['mcr.microsoft.com/dotnet/aspnet:8.0', 'mcr.microsoft.com/dotnet/aspnet:10.0'], ['mcr.microsoft.com/dotnet/aspnet:8.0-jammy-chiseled', 'mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled'],
    ['rust:1.96-bullseye', 'rust:1.96-bookworm'], ['node:22.23-bullseye-slim', 'node:22-slim'], ['python:3.12-bullseye', 'python:3.12-bookworm'],
    ['node:22', undefined], ['centos:7', undefined], ['gcr.io/distroless/nodejs20-debian12', undefined],
  ])('%s: %s', (name, next) => expect(nextSupported(lookup(name), images, today)?.name).toBe(next)); // prettier-ignore

  it('proposes nothing that has ended itself', () => {
    for (const day of ['2026-11-21', '2028-01-01', '2035-01-01']) {
      for (const repository of ['node', 'python', 'golang', 'ruby', 'alpine', 'debian', 'php']) {
        for (const fact of images.ofRepository(repository)) {
          const next = nextSupported(fact, images, day);
          if (next !== undefined) expect(imageEndOfLife(next, day)).toBeUndefined();
        }
      }
    }
  });
});
