import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { librariesFile, readLibraries } from '../../scripts/debian-libraries/source.ts';
import { debianLibraries, isInDebianBase } from '../../server/tools/debian-libraries.ts';

const { releases, packages } = readLibraries(readFileSync(librariesFile, 'utf8'));

/** Of 11, 12 and 13. */
const inEach = (name: string): string[] =>
  ['11', '12', '13'].map((release) => debianLibraries(name, release)?.join(' ') ?? 'not known');

describe('libraries behind -dev packages of Debian', () => {
  it.each<[string, string, string, string]>([
    ['libssl-dev', 'libssl1.1', 'libssl3', 'libssl3t64'],
    ['libffi-dev', 'libffi7', 'libffi8', 'libffi8'],
    ['libpng-dev', 'libpng16-16', 'libpng16-16', 'libpng16-16t64'],
    ['libcurl4-openssl-dev', 'libcurl4', 'libcurl4', 'libcurl4t64'],
    ['libldap2-dev', 'libldap-2.4-2', 'libldap-2.5-0', 'libldap2'],
    ['libicu-dev', 'libicu67', 'libicu72', 'libicu76'],
    ['libzip-dev', 'libzip4', 'libzip4', 'libzip5'],
    ['libvips-dev', 'libvips42', 'libvips42', 'libvips42t64'],
    ['unixodbc-dev', 'libodbc1 odbcinst1debian2', 'libodbc2 libodbccr2 libodbcinst2', 'libodbc2 libodbccr2 libodbcinst2'],
    ['libgrpc++-dev', 'libgrpc++1 libgrpc10', 'libgrpc++1.51 libgrpc29', 'libgrpc++1.51t64 libgrpc29t64'],
    ['libboost-system-dev', 'libboost-system1.74.0', 'libboost-system1.74.0', 'libboost-system1.83.0'],
    // Sections other than libs.
    ['libtesseract-dev', 'libtesseract4', 'libtesseract5', 'libtesseract5'],
    // Gone from a release.
    ['libpcre3-dev', 'libpcre16-3 libpcre3 libpcre32-3 libpcrecpp0v5', 'libpcre16-3 libpcre3 libpcre32-3 libpcrecpp0v5', 'not known'],
    ['libwebkit2gtk-4.1-dev', 'not known', 'libjavascriptcoregtk-4.1-0 libwebkit2gtk-4.1-0', 'libjavascriptcoregtk-4.1-0 libwebkit2gtk-4.1-0'],
  ])('%s', (name, ...expected) => {
    expect(inEach(name)).toEqual(expected);
  }); // prettier-ignore

  it.each([
    ['a meta package of another source', 'default-libmysqlclient-dev', ['libmariadb3']],
    ['two meta packages, of which each has one', 'tk-dev', ['libtcl8.6', 'libtk8.6']],
    ['a name that only another package provides', 'libxslt-dev', ['libxslt1.1']],
    ['headers only', 'libeigen3-dev', []],
    ['headers only, and a compiler', 'libboost-dev', []],
    ['a package that is not named after a library', 'zlib1g-dev', ['zlib1g']],
  ])('%s', (_, name, expected) => {
    expect(debianLibraries(name, '12')).toEqual(expected);
  });

  // Known from these packages' own links (`dpkg -L`, `dpkg -c`) before there was a table.
  it.each([
    ['libmariadb-dev-compat', 'libmariadb3'], ['libxml2-dev', 'libxml2'], ['libxslt1-dev', 'libxslt1.1'], ['libjpeg-dev', 'libjpeg62-turbo'],
    ['libfreetype6-dev', 'libfreetype6'], ['liblcms2-dev', 'liblcms2-2'], ['libopenjp2-7-dev', 'libopenjp2-7'], ['libtiff-dev', 'libtiff6 libtiffxx6'],
    ['libwebp-dev', 'libwebp7 libwebpdemux2 libwebpmux3'], ['libcairo2-dev', 'libcairo-gobject2 libcairo-script-interpreter2 libcairo2'],
    ['libpango1.0-dev', 'libpango-1.0-0 libpangocairo-1.0-0 libpangoft2-1.0-0 libpangoxft-1.0-0'], ['libyaml-dev', 'libyaml-0-2'],
    ['libgmp-dev', 'libgmp10 libgmpxx4ldbl'], ['libopenblas-dev', 'libopenblas0-pthread'], ['liblapack-dev', 'libblas3 liblapack3'],
    ['libsasl2-dev', 'libsasl2-2'], ['libkrb5-dev', 'libgssapi-krb5-2 libgssrpc4 libk5crypto3 libkadm5clnt-mit12 libkadm5srv-mit12 libkrb5-3'],
    ['freetds-dev', 'libct4 libsybdb5'], ['libmagic-dev', 'libmagic1'], ['libglib2.0-dev', 'libglib2.0-0'], ['libsnappy-dev', 'libsnappy1v5'],
    ['librdkafka-dev', 'librdkafka++1 librdkafka1'], ['libzmq3-dev', 'libzmq5'], ['libsodium-dev', 'libsodium23'], ['libsndfile1-dev', 'libsndfile1'],
    ['portaudio19-dev', 'libportaudio2 libportaudiocpp0'], ['libasound2-dev', 'libasound2'], ['libev-dev', 'libev4'],
    ['libpcre2-dev', 'libpcre2-16-0 libpcre2-32-0 libpcre2-8-0 libpcre2-posix3'], ['libzstd-dev', 'libzstd1'], ['liblz4-dev', 'liblz4-1'],
    ['libexpat1-dev', 'libexpat1'], ['libgif-dev', 'libgif7'], ['libsqlite3-dev', 'libsqlite3-0'], ['libreadline-dev', 'libreadline8'],
    ['libncurses-dev', 'libncurses6 libncursesw6 libtinfo6'], ['uuid-dev', 'libuuid1'], ['libxmlsec1-dev', 'libxmlsec1 libxmlsec1-gcrypt libxmlsec1-gnutls libxmlsec1-nss libxmlsec1-openssl'],
    ['libmagickwand-dev', 'libmagickcore-6.q16-6 libmagickcore-6.q16-6-extra libmagickwand-6.q16-6'],
    ['libmemcached-dev', 'libhashkit2 libmemcached11 libmemcachedutil2'], ['nettle-dev', 'libhogweed6 libnettle8'],
  ])('%s of 12: %s', (name, expected) => {
    expect(debianLibraries(name, '12')?.join(' ')).toBe(expected);
  }); // prettier-ignore

  it('knows no advice of dozens of packages', () => {
    for (const name of ['libboost-all-dev', 'libopencv-dev']) {
      expect(packages.map((each) => each.name)).toContain(name);
      expect(inEach(name)).toEqual(['not known', 'not known', 'not known']);
    }
  });

  it('answers without a release where all agree, a missing one included', () => {
    expect(debianLibraries('libpq-dev', undefined)).toEqual(['libpq5']);
    expect(debianLibraries('libeigen3-dev', undefined)).toEqual([]);
    expect(debianLibraries('libssl-dev', undefined)).toBeUndefined();
    expect(debianLibraries('libpcre3-dev', undefined)).toBeUndefined();
  });

  it.each(['10', '14', '22.04', '12.04', 'bookworm', '', '__proto__'])('knows no release %j', (release) => {
    expect(debianLibraries('libpq-dev', release)).toBeUndefined();
    expect(isInDebianBase('zlib1g', release)).toBe(false);
  });

  it.each(['gcc', 'libpq5', 'libpq-dev=15', 'constructor', ''])('knows no -dev package %j', (name) => {
    expect(debianLibraries(name, '12')).toBeUndefined();
    expect(debianLibraries(name, undefined)).toBeUndefined();
  });

  it('says what the data say', () => {
    for (const { name, libraries = {} } of packages)
      for (const { release } of releases)
        expect([name, release, debianLibraries(name, release)]).toEqual([name, release, libraries[release]]);
    for (const { release, base } of releases)
      for (const name of releases.flatMap((each) => each.base))
        expect([name, release, isInDebianBase(name, release)]).toEqual([name, release, base.includes(name)]);
  });

  it('has names of run-time packages only', () => {
    const odd = packages.flatMap(({ libraries = {} }) =>
      Object.values(libraries)
        .flat()
        .filter((name) => /-(?:dev|doc|bin|tools|utils|dbg)$|^gir1/.test(name)),
    );
    expect(odd).toEqual([]);
    expect(releases.map(({ release }) => release)).toEqual(['11', '12', '13']);
  });
});

describe('what every image of Debian holds', () => {
  it.each([
    ['libc6', '11 12 13'],
    ['zlib1g', '11 12 13'],
    ['liblzma5', '11 12 13'],
    ['libbz2-1.0', '11 12 13'],
    ['libgcc-s1', '11 12 13'],
    ['libstdc++6', '11 12 13'],
    ['libuuid1', '11 12 13'],
    ['libgmp10', '11 12 13'],
    ['libssl1.1', '11'],
    // In 11 PAM brings it with Kerberos; in 13 apt itself needs OpenSSL.
    ['libssl3', ''],
    ['libssl3t64', '13'],
    ['libffi8', '12'],
    ['libsqlite3-0', '13'],
    ['libpq5', ''],
    ['ca-certificates', ''],
    ['curl', ''],
    // One of two that an essential package is content with.
    ['usrmerge', ''],
    ['apt', '11 12 13'],
  ])('%s: %s', (name, expected) => {
    expect(['11', '12', '13'].filter((release) => isInDebianBase(name, release)).join(' ')).toBe(expected);
    expect(isInDebianBase(name, undefined)).toBe(expected === '11 12 13');
  });
});
