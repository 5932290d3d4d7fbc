import { statSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ImageFact } from '../../server/images/facts.ts';
import { decodeTable } from '../../server/images/decode.ts';
import { familiarName, parseReference } from '../../server/images/reference.ts';
import { embeddedImages } from '../../server/images/table.ts';

const images = embeddedImages();
const all = decodeTable();

function lookup(reference: string): ImageFact {
  const fact = images.lookup(reference);
  if (fact === undefined) throw new Error(`${reference} is not known`);
  return fact;
}

describe('the embedded table', () => {
  it('is complete and compact', () => {
    expect(all).toHaveLength(383);
    expect(all.filter((fact) => fact.compressed !== undefined)).toHaveLength(280);
    expect(all.filter((fact) => fact.onDisk !== undefined)).toHaveLength(222);
    expect(all.filter((fact) => fact.compressed?.kind === 'exact')).toHaveLength(204);
    expect(all.filter((fact) => fact.unmaintained).map((fact) => fact.repository)).toContain('openjdk');
    expect(images.compiled).toBe('2026-11-21');
    expect(statSync('server/images/table.generated.ts').size).toBeLessThan(80_000);
  });

  it.each([
    ['node:20', 'derived', 399_870_000, 'derived', 1_114_837_560, 'debian 12', 'glibc'],
    ['node:22-slim', 'exact', 79_890_000, 'rounded', 227_340_000, 'debian 12', 'glibc'],
    ['node:22-alpine', 'exact', 60_697_390, 'derived', 177_843_353, 'alpine 3.24', 'musl'],
    ['python:3.12-slim', 'exact', 43_200_000, 'derived', 126_900_000, 'debian 13', 'glibc'],
    ['python:3.13', 'exact', 412_900_000, 'derived', 1_151_100_000, 'debian 13', 'glibc'],
    ['golang:1.22', 'derived', 314_400_000, 'derived', 879_600_000, 'debian 12', 'glibc'],
    ['golang:1.26', 'exact', 312_300_000, 'rounded', 873_800_000, 'debian 13', 'glibc'],
    ['nginx', 'exact', 63_100_000, 'rounded', 161_300_000, 'debian 13', 'glibc'],
    ['nginx:alpine', 'exact', 26_300_000, undefined, undefined, 'alpine 3.24', 'musl'],
    ['rust:1', 'exact', 593_000_000, undefined, undefined, 'debian 13', 'glibc'],
    ['eclipse-temurin:21-jre', 'exact', 121_100_000, 'rounded', 318_100_000, 'ubuntu 26.04', 'glibc'],
    ['debian:bookworm-slim', 'exact', 28_200_000, 'rounded', 74_800_000, 'debian 12', 'glibc'],
    ['alpine:3.22', 'exact', 3_800_000, 'rounded', 8_300_000, 'alpine 3.22', 'musl'],
    ['gcr.io/distroless/static-debian12:nonroot', 'derived', 700_000, 'derived', 2_000_000, 'debian 12', 'none'],
    ['gcr.io/distroless/nodejs22-debian13', 'derived', 54_600_000, 'derived', 152_500_000, 'debian 13', 'glibc'],
    ['mcr.microsoft.com/dotnet/aspnet:8.0', 'exact', 90_300_000, 'derived', 215_000_000, 'debian 12', 'glibc'],
    ['ubuntu:24.04', 'exact', 29_800_000, 'rounded', 78_200_000, 'ubuntu 24.04', 'glibc'],
    ['golang:1.27', undefined, undefined, undefined, undefined, 'debian 13', 'glibc'],
  ])('knows %s', (name, pullKind, pull, diskKind, disk, distro, libc) => {
    const fact = lookup(name);
    expect(fact.compressed?.kind).toBe(pullKind);
    expect(fact.onDisk?.kind).toBe(diskKind);
    // The expectations are copied with three or four digits.
    if (pull === undefined) expect(fact.compressed).toBeUndefined();
    else expect(Math.abs((fact.compressed?.bytes ?? 0) - pull)).toBeLessThan(60_000);
    if (disk === undefined) expect(fact.onDisk).toBeUndefined();
    else expect(Math.abs((fact.onDisk?.bytes ?? 0) - disk)).toBeLessThan(60_000);
    expect(`${fact.distro?.family} ${fact.distro?.version}`).toBe(distro);
    expect(fact.libc).toBe(libc);
  }); // prettier-ignore

  it('keeps users, tools and dates', () => {
    expect(lookup('node:22')).toMatchObject({ defaultUser: { name: 'root', uid: 0 }, nonRootUser: { name: 'node', uid: 1000 }, packageManager: 'apt', shellName: 'bash', runtime: { name: 'node', version: '22', eol: '2027-04-30' }, distroEol: '2026-07-11', distroLtsEol: '2028-06-30' }); // prettier-ignore
    expect(lookup('node:22').architectures).toContain('linux/arm64');
    expect(lookup('node:22-slim').tools).toEqual(['bash', 'node', 'npm', 'yarn']);
    expect(lookup('node:22-alpine').tools).toEqual(['busybox', 'node', 'npm', 'wget', 'yarn']);
    expect(lookup('nginxinc/nginx-unprivileged:alpine').defaultUser).toEqual({ name: 'nginx', uid: 101 });
    expect(lookup('gcr.io/distroless/static-debian12')).toMatchObject({
      shell: false,
      packageManager: undefined,
    });
    expect(lookup('node:22').compressed?.date).toBe('2026-09');
    expect(lookup('rust:slim-bookworm').compressed?.date).toBeUndefined();
  });

  it('does not take an unrecorded image for an empty one', () => {
    expect(lookup('openjdk:17')).toMatchObject({ shell: undefined, toolsKnown: false, unmaintained: true });
    expect(lookup('scratch')).toMatchObject({
      name: 'scratch',
      shell: false,
      toolsKnown: true,
      libc: 'none',
    });
  });

  it('is consistent in itself', () => {
    const names = new Set<string>();
    for (const fact of all) {
      for (const name of [fact.name, ...fact.aliases.map((alias) => `${fact.repository}:${alias}`)]) {
        expect(names.has(name), name).toBe(false);
        names.add(name);
        expect(images.lookup(name)?.name).toBe(fact.name);
      }
      const parsed = parseReference(fact.name);
      expect(parsed && familiarName(parsed)).toBe(fact.repository);
      for (const sibling of fact.smallerSiblings) expect(parseReference(sibling)?.tag, sibling).toBeDefined();
      for (const size of [fact.compressed, fact.onDisk]) {
        if (size !== undefined) expect(Number.isSafeInteger(size.bytes) && size.bytes >= 0).toBe(true);
        if (size?.date !== undefined) expect(size.date).toMatch(/^20\d\d(-\d\d){0,2}$/);
      }
      if (fact.compressed && fact.onDisk && fact.name !== 'scratch') {
        const ratio = fact.onDisk.bytes / fact.compressed.bytes;
        expect(ratio, fact.name).toBeGreaterThan(1.5);
        expect(ratio, fact.name).toBeLessThan(3.5);
      }
      for (const date of [fact.distroEol, fact.distroLtsEol, fact.runtime?.eol]) {
        if (date !== undefined) expect(date).toMatch(/^20\d\d-\d\d-\d\d$/);
      }
      if (fact.libc === 'musl') expect(fact.distro?.family, fact.name).toBe('alpine');
      if (fact.shell === false) expect(fact.packageManager, fact.name).toBeUndefined();
    }
  });
});

describe('lookup', () => {
  const digest = `sha256:${'0'.repeat(64)}`;
  it.each([
    ['docker.io/library/node:22', 'node:22'], ['index.docker.io/library/node:22', 'node:22'], ['library/node:22', 'node:22'],
    ['node', 'node:26'], ['node:latest', 'node:26'], ['node:lts-alpine', 'node:24-alpine'], [`node:22@${digest}`, 'node:22'],
    ['python:3', 'python:3.14'], ['alpine', 'alpine:3.24'], ['oven/bun', 'oven/bun:1'], ['nginx', 'nginx:latest'], ['scratch', 'scratch'],
  ])('%s is %s', (reference, name) => {
    expect(lookup(reference)).toMatchObject({ name, approximates: undefined });
  }); // prettier-ignore

  it.each([
    ['maven:3.8-eclipse-temurin-17', 'eclipse-temurin:17-jdk', '17', 'apt'],
    ['maven:3.9.6-eclipse-temurin-21-alpine', 'eclipse-temurin:21-jdk-alpine', '21', 'apk'],
    ['maven:3.8-amazoncorretto-17', 'amazoncorretto:17-al2023', '17', 'dnf'],
    ['maven:3.6.3-jdk-11-slim', 'openjdk:11', '11', 'apt'],
    ['gradle:8.5-jdk17', 'eclipse-temurin:17-jdk', '17', 'apt'],
    ['gradle:8-jdk21-corretto', 'amazoncorretto:21-al2023', '21', 'dnf'],
    ['openjdk:17-jdk-alpine', 'openjdk:17', '17', 'apk'],
    ['openjdk:17.0.2-oracle', 'openjdk:17', '17', undefined],
  ])('%s holds what its JDK does', (reference, approximates, version, packageManager) => {
    const found = lookup(reference);
    expect(found).toMatchObject({
      approximates,
      packageManager,
      runtime: { name: 'java', version },
      onDisk: undefined,
    });
    expect(found.toolsKnown).toBe(false);
    expect(found.repository).toBe(reference.slice(0, reference.indexOf(':')));
  });

  it.each([
    'maven:3.9',
    'maven:latest',
    'gradle:8',
    'gradle:jdk21-graal',
    'maven:3-jdk-8-openj9',
    'openjdk:99-jdk-slim',
  ])('%s is not known', (reference) => {
    expect(images.lookup(reference)).toBeUndefined();
  });

  it.each([
    `node@${digest}`, 'node:2', 'node:220', 'node:22-windowsservercore', 'golang:1.22-nanoserver', 'mcr.microsoft.com/windows/nanoserver:ltsc2022',
    'mcr.microsoft.com/dotnet/aspnet:8.0-nanoserver-1809', 'python:3.2', 'python:3.2-slim', 'python:3-slim-bullseye', 'node:alpine3.18', 'node:lts-alpine3.18',
    'postgres:16', 'redis:7-alpine', 'eclipse-temurin:17-jdk-ubi9-minimal', 'php:8.2-zts', 'gcr.io/distroless/static-debian12:debug', 'gcr.io/distroless/nodejs',
    'ghcr.io/owner/node:22', 'owner/node:22', 'amazonlinux:2', 'busybox:1.36-musl', 'alpine:edge', 'alpine:3.2', 'Node:22', 'node:${V}', '', 'scratch:latest',
    'toString', 'constructor:latest', '__proto__',
  ])('%j is unknown', (reference) => expect(images.lookup(reference)).toBeUndefined()); // prettier-ignore

  it.each([
    ['node:22.4.1', 'node:22'], ['node:22.4.1-alpine3.20', 'node:22-alpine'], ['node:20-bookworm-slim', 'node:20-slim'], ['node:18-bullseye', 'node:18'],
    ['python:3.12.4-slim-bookworm', 'python:3.12-slim-bookworm'], ['golang:1.22.5-alpine', 'golang:1.22-alpine'], ['debian:12.5-slim', 'debian:bookworm-slim'],
    ['debian:bookworm-20240701-slim', 'debian:bookworm-slim'], ['ubuntu:jammy-20240101', 'ubuntu:22.04'], ['alpine:3.22.1', 'alpine:3.22'], ['rust:1.75-slim', 'rust:slim'],
    ['nginx:1.25-alpine', 'nginx:alpine'], ['eclipse-temurin:17.0.9_9-jdk-jammy', 'eclipse-temurin:17-jdk'], ['maven:3.9.6-eclipse-temurin-21', 'maven:3.9-eclipse-temurin-21'],
    ['mcr.microsoft.com/dotnet/sdk:8.0.100', 'mcr.microsoft.com/dotnet/sdk:8.0'], ['gcr.io/distroless/static:nonroot', 'gcr.io/distroless/static-debian13:nonroot'],
    ['oven/bun:1.1.3-alpine', 'oven/bun:alpine'],
  ])('%s is nearly %s', (reference, nearest) => {
    const fact = lookup(reference);
    expect(fact.approximates).toBe(nearest);
    expect(fact.name).toBe(reference);
    const known = lookup(nearest);
    expect(fact).toMatchObject({ libc: known.libc, shell: known.shell, packageManager: known.packageManager, tools: known.tools, defaultUser: known.defaultUser }); // prettier-ignore
    for (const size of [fact.compressed, fact.onDisk]) expect(size?.kind ?? 'derived').toBe('derived');
  }); // prettier-ignore

  it('takes the distro release from the tag, never from the nearest image', () => {
    expect(lookup('node:22.4.1-alpine3.20')).toMatchObject({ distro: { family: 'alpine', version: '3.20' }, distroEol: '2026-04-01', onDisk: { bytes: 177_843_353 } }); // prettier-ignore
    expect(lookup('node:18-bullseye')).toMatchObject({ distro: { version: '11', codename: 'bullseye' }, distroLtsEol: '2026-08-31', onDisk: undefined, compressed: undefined }); // prettier-ignore
    expect(lookup('python:3.12.4')).toMatchObject({ distro: { family: 'debian', version: undefined }, distroEol: undefined, distroLtsEol: undefined }); // prettier-ignore
    expect(lookup('debian:12.5')).toMatchObject({ distro: { version: '12' }, distroLtsEol: '2028-06-30' });
  });

  it('gives no size, version or end of life of another release line', () => {
    expect(lookup('rust:1.75')).toMatchObject({ onDisk: undefined, compressed: undefined, runtime: { version: '1.75', eol: undefined } }); // prettier-ignore
    expect(lookup('nginx:1.25')).toMatchObject({ onDisk: undefined, runtime: { version: '1.25' } });
    expect(lookup('mongo:8.0')).toMatchObject({ runtime: { version: '8.0', eol: undefined } });
  });

  it('gives older Ubuntu bases no user of newer ones', () => {
    expect(lookup('eclipse-temurin:17-jdk').nonRootUser?.name).toBe('ubuntu');
    expect(lookup('eclipse-temurin:17-jdk-noble').nonRootUser?.name).toBe('ubuntu');
    expect(lookup('eclipse-temurin:17-jdk-jammy').nonRootUser).toBeUndefined();
    expect(lookup('eclipse-temurin:17.0.1_1-jdk').nonRootUser).toBeUndefined();
  });

  it('never throws and never leaves the repository or major version', () => {
    const tags = all.flatMap((fact) => [fact.tag, ...fact.aliases]);
    const piece = fc.oneof(fc.constantFrom(...tags), fc.constantFrom('.1', '-slim', '-alpine3.19', '-bullseye', '-debug', '9'), fc.string({ maxLength: 4 })); // prettier-ignore
    const repository = fc.constantFrom(...new Set(all.map((fact) => fact.repository)));
    fc.assert(
      fc.property(repository, fc.array(piece, { maxLength: 3 }), (name, pieces) => {
        const fact = images.lookup(`${name}:${pieces.join('')}`);
        if (fact?.approximates === undefined) return;
        expect(fact.repository).toBe(name);
        // Their tags count the build tool, and the facts are those of its JDK.
        if (name === 'maven' || name === 'gradle') return;
        const major = /^v?(\d+)/.exec(fact.tag)?.[1];
        const own = lookup(fact.approximates);
        // A release older than the table stands in for itself: what approximates it is of another version.
        const mine = [fact.runtime?.version, fact.distro?.version];
        const known = [...mine, own.runtime?.version, own.distro?.version, own.tag].map(
          (text) => /^\d+/.exec(text ?? '')?.[0],
        );
        if (major !== undefined) expect(known).toContain(major);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('siblings', () => {
  it('proposes slimmer variants of the same version, greatest saving first', () => {
    expect(images.siblings(lookup('node:20')).map((fact) => fact.name)).toEqual([
      'node:20-alpine',
      'node:20-slim',
    ]);
    expect(images.siblings(lookup('node:22')).map((fact) => fact.name)).toEqual(['gcr.io/distroless/nodejs22-debian13:nonroot', 'node:22-alpine', 'node:22-slim', 'node:22-trixie-slim']); // prettier-ignore
    expect(images.siblings(lookup('python:3.12')).map((fact) => fact.name)).toEqual(['python:3.12-alpine', 'python:3.12-slim']); // prettier-ignore
    expect(images.siblings(lookup('php:8.4-apache')).map((fact) => fact.name)).toEqual([
      'php:8.4-fpm-alpine',
    ]);
    expect(images.siblings(lookup('httpd:alpine'))).toEqual([]);
    expect(images.siblings(lookup('ubuntu:24.04')).map((fact) => fact.name)).not.toContain(
      'debian:trixie-slim',
    );
  });

  it('never proposes what is not smaller, not maintained, or another runtime', () => {
    for (const fact of all) {
      for (const sibling of images.siblings(fact)) {
        expect(sibling.unmaintained).toBe(false);
        expect(sibling.approximates).toBeUndefined();
        expect(sibling.name).not.toBe(fact.name);
        if (fact.runtime !== undefined) expect(sibling.runtime).toMatchObject({ name: fact.runtime.name, version: fact.runtime.version }); // prettier-ignore
        if (fact.onDisk && sibling.onDisk) expect(sibling.onDisk.bytes).toBeLessThan(fact.onDisk.bytes);
        else if (fact.compressed && sibling.compressed) expect(sibling.compressed.bytes).toBeLessThan(fact.compressed.bytes); // prettier-ignore
      }
    }
  });

  it('lists a repository from its newest version', () => {
    expect(images.ofRepository('node')[0]?.runtime?.version).toBe('26');
    expect(images.ofRepository('python').map((fact) => fact.runtime?.version).at(-1)).toBe('3.10'); // prettier-ignore
    expect(images.ofRepository('nothing')).toEqual([]);
  });
});
