import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../server/dockerfile/parse.ts';
import { embeddedImages } from '../../server/images/table.ts';
import { accountsMade, isRoot, programUser } from '../../server/tools/users.ts';

describe('accountsMade', () => {
  it.each([
    ['useradd shop', ['shop']],
    ['useradd -r -u 1001 -g shop -s /sbin/nologin shop', ['shop']],
    ['useradd -ms /bin/bash shop && passwd -d shop', ['shop']],
    ['useradd --system --no-create-home --uid=10001 shop', ['shop']],
    ['adduser -S -D -H -u 10001 shop', ['shop']],
    ['adduser --disabled-password --gecos "" shop', ['shop']],
    ['addgroup -S shop && adduser -S shop -G shop', ['shop']],
    ['adduser --system --group shop', ['shop']],
    ['adduser -D $NAME', []],
    ['echo useradd shop', []],
    ['groupadd shop', []],
  ])('%s', (script, names) => {
    const model = parseDockerfile(`FROM debian\nRUN ${script}\n`);
    expect(accountsMade(model.instructions, model).map(({ name }) => name)).toEqual(names);
  });
});

describe('isRoot', () => {
  it.each([
    ['root', true],
    ['0', true],
    ['0:0', true],
    ['root:staff', true],
    ['node', false],
    ['1000:0', false],
    ['$RUN_AS', undefined],
    ['', undefined],
  ])('%s: %s', (user, expected) => {
    expect(isRoot(user)).toBe(expected);
  });
});

describe('programUser', () => {
  it.each([
    ['node:22', 'node', undefined],
    ['gcr.io/distroless/static-debian12', 'nonroot', undefined],
    ['scratch', '65532:65532', undefined],
    ['mcr.microsoft.com/dotnet/aspnet:10.0', '$APP_UID', undefined],
    ['debian:trixie-slim', 'app', 'useradd --system --no-create-home --uid 10001 app'],
    ['alpine:3.23', 'app', 'adduser -S -D -H -u 10001 app'],
    ['ubuntu:24.04', 'app', 'useradd --system --no-create-home --uid 10001 app'],
    ['fedora:43', '10001:10001', undefined],
  ])('%s: %s', (reference, user, create) => {
    const fact = embeddedImages().lookup(reference);
    expect(fact && programUser(fact)).toMatchObject({ user, create });
  });
});
