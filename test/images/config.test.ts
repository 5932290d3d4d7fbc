import { expect, it } from 'vitest';
import { imageConfig } from '../../server/images/config.ts';
import { isOfficialImage } from '../../server/images/official.ts';

it.each([
  ['node:22-alpine', 'NODE_VERSION', true],
  ['node:22-alpine', 'PYTHON_VERSION', false],
  ['docker.io/library/python:3.13', 'PYTHON_VERSION', true],
  ['python', 'LD_LIBRARY_PATH', false],
  ['mcr.microsoft.com/dotnet/aspnet:9.0', 'APP_UID', true],
  ['debian:13-slim@sha256:' + 'a'.repeat(64), 'HOME', false],
])('%s sets %s: %s', (reference, name, expected) => {
  expect(imageConfig(reference)?.environment.test(name)).toBe(expected);
});

it.each(['example.com/node:22', 'team/python:3', 'node:onbuild', 'Node:22', '', 'golang:1.26-nanoserver'])(
  'knows nothing about %j',
  (reference) => {
    expect(imageConfig(reference)).toBeUndefined();
  },
);

it('knows where images start', () => {
  expect(imageConfig('golang:1.26')?.workdir).toBe('/go');
  expect(imageConfig('ubuntu')?.workdir).toBe('/');
  expect(imageConfig('php:8.4-fpm-alpine')?.workdir).toBe('/var/www/html');
  expect(imageConfig('php:8.4-apache')?.workdir).toBe('/var/www/html');
  expect(imageConfig('php:8.4-cli')?.workdir).toBe('/');
  expect(imageConfig('php')?.workdir).toBe('/');
});

it('knows official images', () => {
  expect(['nginx', 'bash', 'builder', 'constructor'].map(isOfficialImage)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
