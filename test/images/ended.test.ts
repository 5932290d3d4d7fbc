import { describe, expect, it } from 'vitest';
import { imageEndOfLife, nextSupported } from '../../server/images/eol.ts';
import { embeddedImages } from '../../server/images/table.ts';

const images = embeddedImages();
const today = '2026-11-21';

describe('a release older than the table', () => {
  it.each([
    ['node:16', 'Node 16', '2023-09-11', 'node:22'],
    ['node:14.17.3-alpine3.14', 'Node 14', '2023-04-30', 'node:22-alpine'],
    ['node:17.0.1-bullseye-slim', 'Node 17', '2022-06-01', 'node:22-slim'],
    ['node:8-slim', 'Node 8', '2019-12-31', 'node:22-slim'],
    ['python:3.8', 'Python 3.8', '2024-10-07', 'python:3.11'],
    ['python:3.6.15-slim-buster', 'Python 3.6', '2021-12-23', 'python:3.11-slim'],
    ['python:2.7-alpine', 'Python 2.7', '2020-01-01', 'python:3.11-alpine'],
    ['ruby:2.7', 'Ruby 2.7', '2023-03-31', 'ruby:3.3'],
    ['php:7.4-fpm-alpine', 'PHP 7.4', '2022-11-28', 'php:8.2-fpm-alpine'],
    ['golang:1.16-alpine', 'Go 1.16', '2022-03-15', 'golang:1.26-alpine'],
    ['eclipse-temurin:20-jre', 'Java 20', '2023-09-19', 'eclipse-temurin:21-jre'],
    ['openjdk:16-jdk-slim', 'Java 16', '2021-09-14', undefined],
    ['amazoncorretto:20', 'Java 20', '2023-09-21', undefined],
    ['mcr.microsoft.com/dotnet/aspnet:5.0', '.NET 5.0', '2022-05-10', 'mcr.microsoft.com/dotnet/aspnet:10.0'],
    [
      'mcr.microsoft.com/dotnet/sdk:6.0-alpine',
      '.NET 6.0',
      '2024-11-12',
      'mcr.microsoft.com/dotnet/sdk:10.0-alpine',
    ],
    [
      'mcr.microsoft.com/dotnet/core/aspnet:3.1',
      '.NET 3.1',
      '2022-12-13',
      'mcr.microsoft.com/dotnet/aspnet:10.0',
    ],
    ['golang:1-buster', 'Debian 10 (buster)', '2024-06-30', undefined],
    ['debian:buster-slim', 'Debian 10 (buster)', '2024-06-30', 'debian:bookworm-slim'],
    ['debian:9', 'Debian 9', '2022-07-01', undefined],
    ['ubuntu:18.04', 'Ubuntu 18.04', '2023-05-31', 'ubuntu:22.04'],
    ['ubuntu:xenial', 'Ubuntu 16.04 (xenial)', '2021-04-02', undefined],
    ['alpine:3.9.6', 'Alpine 3.9', '2020-11-01', 'alpine:3.22'],
  ])('%s', (name, what, ended, next) => {
    const fact = images.lookup(name)!;
    expect(imageEndOfLife(fact, today)).toMatchObject({ what, ended });
    expect([fact.onDisk, fact.compressed, fact.toolsKnown]).toEqual([undefined, undefined, false]);
    if (next !== undefined) expect(nextSupported(fact, images, today)?.name).toBe(next);
  });

  it('gives a line of nginx its own end, and what is known of the nearest', () => {
    const fact = images.lookup('nginx:1.13-alpine')!;
    expect(imageEndOfLife(fact, today)).toMatchObject({ what: 'nginx 1.13', ended: '2018-06-05' });
    expect(fact).toMatchObject({ libc: 'musl', approximates: 'nginx:alpine' });
    expect(nextSupported(fact, images, today)?.runtime?.version).toMatch(/^1\.3\d$/);
  });

  it('keeps what its kind has always had', () => {
    expect(images.lookup('node:14-alpine')).toMatchObject({
      libc: 'musl',
      nonRootUser: { name: 'node', uid: 1000 },
      defaultUser: { uid: 0 },
      distro: { family: 'alpine', version: undefined },
    });
    expect(images.lookup('node:16-buster')).toMatchObject({
      libc: 'glibc',
      distro: { version: '10', codename: 'buster' },
    });
  });

  it.each([
    'node:22',
    'node:20.1.0',
    'python:3.12',
    'node:160',
    'alpine:3.20',
    'ubuntu:24.04',
    'nginx:1.31',
    'eclipse-temurin:17',
    'openjdk:11',
    'amazoncorretto:21',
    'amazoncorretto:latest',
    'mcr.microsoft.com/dotnet/aspnet:8.0',
    'mcr.microsoft.com/dotnet/core/other:3.1',
    'node:16-unheard-of',
  ])('is not %s', (name) => {
    const fact = images.lookup(name);
    expect(fact && imageEndOfLife(fact, '2024-01-01')).toBeUndefined();
  });
});
