import { expect, test } from 'vitest';
import { embeddedImages } from '../../server/images/table.ts';

test.each([
  ['mcr.microsoft.com/dotnet/aspnet:9.0', 'app'],
  ['mcr.microsoft.com/dotnet/aspnet:7.0', undefined],
  ['mcr.microsoft.com/dotnet/aspnet:5.0', undefined],
  ['mcr.microsoft.com/dotnet/runtime:6.0-alpine', undefined],
  ['ubuntu:24.04', 'ubuntu'],
  ['ubuntu:22.04', undefined],
  ['ubuntu:20.10', undefined],
  ['node:17', 'node'],
])('%s', (reference, expected) => {
  expect(embeddedImages().lookup(reference)?.nonRootUser?.name).toBe(expected);
});
