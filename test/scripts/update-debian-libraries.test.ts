import { describe, expect, it } from 'vitest';
import { basePackages, runtimeLibraries } from '../../scripts/debian-libraries/derive.ts';
import { encodeLibraries } from '../../scripts/debian-libraries/encode.ts';
import { PackageList } from '../../scripts/debian-libraries/packages.ts';
import { changes, refresh } from '../../scripts/debian-libraries/refresh.ts';
import { readLibraries, writeLibraries } from '../../scripts/debian-libraries/source.ts';

/** `name (source, section): dependencies; Field: value` */
function stanza(line: string): string {
  const [, name, source, section, depends, more] = /^(\S+) \((\S+), (\S+)\):([^;]*)(?:; (.*))?$/.exec(line)!;
  const fields = [`Package: ${name}`, `Source: ${source}`, 'Version: 1-1', `Section: ${section}`, `Depends: ${depends!.trim()}`];
  return [...fields, ...(more === undefined ? [] : [more]), 'Tag: role::devel-lib,', ' works-with::db', ''].join('\n');
} // prettier-ignore

const list = (...lines: string[]): PackageList => new PackageList(lines.map(stanza).join('\n'));

const toolchain = ['libc6-dev (glibc, libdevel): libc6 (= 1-1)', 'libc6 (glibc, libs):'];

describe('deriving libraries', () => {
  it('takes the libraries of the same source, whatever the relation', () => {
    const packages = list(
      'libx-dev (x, libdevel): libx3 (= 1-1), libxx3:any (>= 1), libc6-dev | libc-dev, x-tools, libx-bin, libx-doc, gir1.2-x (= 1-1), liby1',
      'libx3 (x, libs):', 'libxx3 (x, science):', 'x-tools (x, libs):', 'libx-bin (x, utils):', 'libx-doc (x, doc):', 'gir1.2-x (x, introspection):',
      'liby1 (y, libs):', ...toolchain,
    ); // prettier-ignore
    expect(runtimeLibraries(packages, 'libx-dev')).toEqual(['libx3', 'libxx3']);
  });

  it('leaves libraries of other sources to the library itself', () => {
    const packages = list(
      'libx-dev (x, libdevel): libx3, liby-dev', 'libx3 (x, libs): liby1', 'liby-dev (y, libdevel): liby1', 'liby1 (y, libs):',
    ); // prettier-ignore
    expect(runtimeLibraries(packages, 'libx-dev')).toEqual(['libx3']);
  });

  it('goes through parts, other names, meta packages and circles', () => {
    const packages = list(
      'default-x-dev (defaults, libdevel): x-compat-dev',
      'x-compat-dev (x, oldlibs): libx-dev',
      'libx-dev (x, libdevel): libx-core-dev, libx-more-multidev, x-compat-dev',
      'libx-core-dev (x, libdevel): libxcore3, libc6-dev',
      'libx-more-multidev (x, devel): libxmore3',
      'libxcore3 (x, libs):', 'libxmore3 (x, libs):', ...toolchain,
    ); // prettier-ignore
    expect(runtimeLibraries(packages, 'default-x-dev')).toEqual(['libxcore3', 'libxmore3']);
  });

  it('takes the first alternative that there is', () => {
    const packages = list('a-dev (a, libdevel): gone-dev | b-dev | c-dev', 'b-dev (b, libdevel): libb1', 'libb1 (b, libs):', 'c-dev (c, libdevel): libc1', 'libc1 (c, libs):'); // prettier-ignore
    expect(runtimeLibraries(packages, 'a-dev')).toEqual(['libb1']);
  });

  it('tells headers from names that are not there', () => {
    const packages = list('a-dev (a, libdevel): libc6-dev', ...toolchain);
    expect(runtimeLibraries(packages, 'a-dev')).toEqual([]);
    expect(runtimeLibraries(packages, 'b-dev')).toBeUndefined();
  });

  it('takes the only package that provides a name, as apt-get does', () => {
    const packages = list(
      'a1-dev (a, libdevel): liba1; Provides: a-dev (= 1), both-dev', 'liba1 (a, libs):', 'b-dev (b, libdevel):; Provides: both-dev',
    ); // prettier-ignore
    expect(runtimeLibraries(packages, 'a-dev')).toEqual(['liba1']);
    expect(runtimeLibraries(packages, 'both-dev')).toBeUndefined();
  });

  it('gives no list that is too long', () => {
    const many = (count: number): PackageList => {
      const names = Array.from({ length: count }, (_, index) => `liba${index}`);
      return list(`a-dev (a, libdevel): ${names.join(', ')}`, ...names.map((name) => `${name} (a, libs):`));
    };
    expect(runtimeLibraries(many(12), 'a-dev')).toHaveLength(12);
    expect(runtimeLibraries(many(13), 'a-dev')).toBeUndefined();
  });
});

describe('the base', () => {
  it('is what is essential, required or apt, with what these surely need', () => {
    const packages = list(
      'bash (bash, shells): libtinfo6; Essential: yes',
      'libtinfo6 (ncurses, libs): libc6',
      'mawk (mawk, utils):; Priority: required',
      'apt (apt, admin): libssl3 (>= 3), gpgv | gpgv2; Priority: important',
      'libssl3 (openssl, libs):', 'gpgv (gnupg2, utils):', 'curl (curl, web):; Priority: optional', ...toolchain,
    ); // prettier-ignore
    expect(basePackages(packages)).toEqual(['apt', 'bash', 'libc6', 'libssl3', 'libtinfo6', 'mawk']);
  });
});

const source = `${[
  { release: '12', codename: 'bookworm', base: ['libc6'] },
  { release: '13', codename: 'trixie', lookedUp: '2026-01-01', base: ['libc6', 'libx3t64'] },
  { name: 'libx-dev', libraries: { '12': ['libx3'], '13': ['libx3t64', 'liby1'] } },
  { name: 'a-dev' },
]
  .map((line) => JSON.stringify(line))
  .join('\n')}\n`;

describe('the data', () => {
  it('are written in order, and read again', () => {
    const written = writeLibraries(readLibraries(source));
    expect(written.split('\n').map((line) => line.slice(0, 16))).toEqual(['{"release":"12",', '{"release":"13",', '{"name":"a-dev"}', '{"name":"libx-de', '']); // prettier-ignore
    expect(writeLibraries(readLibraries(written))).toBe(written);
  });

  it.each([
    ['{', 'is not JSON'],
    ['null', ': Invalid'],
    ['[]', ': Invalid'],
    ['{"release":"12"}', 'codename: Invalid'],
    ['{"name":"X dev"}', 'name: the name of a package'],
    ['{"name":"b-dev","libraries":{"12":["B"]}}', 'libraries.12.0: the name of a package'],
    ['{"name":"a-dev"}', 'a-dev is there already'],
  ])('%s: %s', (line, message) => {
    expect(() => readLibraries(`${source}${line}\n`)).toThrow(
      new RegExp(`libraries\\.jsonl:5: .*${message}`),
    );
  });

  it('change for the releases whose lists were read', () => {
    const before = readLibraries(source);
    const read = list('libx-dev (x, libdevel): libx3', 'libx3 (x, libs):', 'a-dev (a, libdevel):');
    const after = refresh(before, new Map([['13', read]]), '2026-02-02');
    expect(after.releases.map(({ lookedUp }) => lookedUp)).toEqual([undefined, '2026-02-02']);
    expect(after.packages).toEqual([
      { name: 'a-dev', libraries: { '13': [] } },
      { name: 'libx-dev', libraries: { '12': ['libx3'], '13': ['libx3'] } },
    ]);
    expect(changes(before, after)).toEqual([
      'base of 13: libc6 libx3t64 → nothing',
      'a-dev in 13: not known → nothing',
      'libx-dev in 13: libx3t64 liby1 → libx3',
    ]);
    expect(changes(after, after)).toEqual([]);
  });

  it('become rows; what is known of no release is left out', () => {
    const text = encodeLibraries(readLibraries(source));
    expect(text).toContain('as of 2026-01-01.');
    expect(text).toContain("releases = '12|13'");
    expect(text).toContain('libraries = `\nlibx-dev libx3|libx3t64,liby1`');
    expect(text).toContain('base = `\nlibc6\nlibx3t64 13`');
  });
});
