import { describe, expect, it } from 'vitest';
import type { BaseNeeds } from '../../server/images/choose.ts';
import { nameLike, smallBases } from '../../server/images/choose.ts';
import type { ImageFact } from '../../server/images/facts.ts';
import { embeddedImages } from '../../server/images/table.ts';

const images = embeddedImages();
const nothing: BaseNeeds = { libc: 'any', shell: false, packageManager: undefined, tools: [] };

function lookup(reference: string): ImageFact {
  const fact = images.lookup(reference);
  if (fact === undefined) throw new Error(`${reference} is not known`);
  return fact;
}

function bases(name: string, needs: Partial<BaseNeeds> = {}): string[] {
  return smallBases(lookup(name), images, { ...nothing, ...needs }).map((base) => base.fact.name);
}

describe('smallBases', () => {
  it('recommends Alpine to Node without native code, slim with it', () => {
    expect(bases('node:20')).toEqual(['node:20-alpine', 'node:20-slim']);
    expect(bases('node:20', { libc: 'glibc' })).toEqual(['node:20-slim']);
    expect(bases('node:22')[0]).toBe('node:22-alpine');
    expect(bases('node:22').at(-1)).toBe('gcr.io/distroless/nodejs22-debian13:nonroot');
  });

  it('recommends slim to Python even where musl would do', () => {
    expect(bases('python:3.12')).toEqual(['python:3.12-slim', 'python:3.12-alpine']);
  });

  it('meets each need', () => {
    expect(bases('node:22', { shell: true })).not.toContain('gcr.io/distroless/nodejs22-debian13:nonroot');
    expect(bases('node:22', { packageManager: 'apt' })).toEqual(['node:22-slim', 'node:22-trixie-slim']);
    expect(bases('node:22', { tools: ['npm'] })).not.toContain('gcr.io/distroless/nodejs22-debian13:nonroot');
    expect(bases('node:22', { tools: ['wget'] })).toEqual(['node:22-alpine']);
    expect(bases('node:22', { tools: ['git'] })).toEqual([]);
  });

  it('keeps ICU in .NET when it can', () => {
    expect(bases('mcr.microsoft.com/dotnet/aspnet:8.0', { libc: 'glibc' })[0]).toMatch(/-chiseled-extra$/);
  });

  it('does not change the port of nginx', () => {
    expect(bases('nginx')).toEqual(['nginx:alpine-slim', 'nginx:alpine']);
  });

  it('gives a dynamic program no base without libc', () => {
    expect(bases('alpine:3.22')).toEqual([]);
  });

  it('says what is saved, or that it is unknown', () => {
    const [first] = smallBases(lookup('node:20'), images, nothing);
    expect(first?.savedBytes).toBeGreaterThan(900_000_000);
    expect(smallBases(lookup('rust:1'), images, nothing)[0]).toMatchObject({ fact: { name: 'rust:slim' }, savedBytes: undefined }); // prettier-ignore
  });
});

describe('nameLike', () => {
  it.each([
    ['node:22.4.1', 'node:22-alpine', 'node:22.4.1-alpine'], ['node:22', 'node:22-slim', 'node:22-slim'], ['node', 'node:26-slim', 'node:26-slim'],
    ['docker.io/library/node:22.4', 'node:22-slim', 'docker.io/library/node:22.4-slim'], [`node:22@sha256:${'0'.repeat(64)}`, 'node:22-slim', 'node:22-slim'],
    ['node:lts', 'node:24-slim', 'node:lts-slim'], ['node:lts', 'node:22-slim', 'node:22-slim'], ['node:current', 'node:26-alpine', 'node:current-alpine'], ['node:22.4.1', 'gcr.io/distroless/nodejs22-debian13:nonroot', 'gcr.io/distroless/nodejs22-debian13:nonroot'],
    ['eclipse-temurin:17.0.9_9-jdk', 'eclipse-temurin:17-jre-alpine', 'eclipse-temurin:17.0.9_9-jre-alpine'], ['not valid', 'node:22-slim', 'node:22-slim'],
  ])('%s with %s: %s', (reference, base, expected) => expect(nameLike(reference, lookup(base))).toBe(expected)); // prettier-ignore
});
