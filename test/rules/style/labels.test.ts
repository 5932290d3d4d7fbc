import { describe, expect, it } from 'vitest';
import type { LabelFormat } from '../../../shared/settings.ts';
import rule from '../../../server/rules/style/labels.ts';
import { hasFormat } from '../../../server/rules/style/labels.part.ts';
import { checkCase, type RuleCase } from '../../support/rule-tester.ts';

const user = 'USER 10001\n';
const file = (label: string): string => `FROM alpine:3.23\nLABEL ${label}\n${user}`;
const labels = (all: Record<string, LabelFormat>, strictLabels = false) => ({ labels: all, strictLabels });

const cases: readonly RuleCase[] = [
  { name: 'no list, good names', text: file('a=1 com.example.b-c=2 d.e/f_g=3'), findings: 0 },
  { name: 'all there', text: file('a=x b=1.2.3'), preferences: labels({ a: 'text', b: 'semver' }, true), findings: 0 },
  { name: 'in the stage below', text: `FROM alpine:3.23 AS base\nLABEL a=x\nFROM base\n${user}`, preferences: labels({ a: 'text' }), findings: 0 },
  { name: 'a variable of the build', text: `FROM alpine:3.23\nARG VERSION=dev\nLABEL a=$VERSION\n${user}`, preferences: labels({ a: 'semver' }), findings: 0 },
  { name: 'in quotes', text: file('"a"="https://example.com/x"'), preferences: labels({ a: 'url' }), findings: 0 },
  { name: 'a label of another language', text: `FROM alpine:3.23\nENV Bad=1\n${user}`, findings: 0 },
  { name: 'upper case', text: file('Maintainer=x'), findings: ['Maintainer'] },
  { name: 'reserved', text: file('com.docker.x=y'), findings: ['com.docker.x'] },
  { name: 'a letter that is none', text: file('a!b=1 a..b=2 a--b=3 a.=4'), findings: ['a!b', 'a..b', 'a--b', 'a.'] },
  { name: 'missing', text: `FROM alpine:3.23\n${user}`, preferences: labels({ a: 'text', b: 'url' }), findings: ['alpine:3.23'] },
  { name: 'only in a stage that is thrown away', text: `FROM alpine:3.23 AS build\nLABEL a=x\nFROM alpine:3.23\nCOPY --from=build /a /a\n${user}`, preferences: labels({ a: 'text' }), findings: 1 },
  { name: 'another one', text: file('a=x c=y'), preferences: labels({ a: 'text' }, true), findings: ['c'] },
  { name: 'empty', text: file('a=""'), preferences: labels({ a: 'text' }), findings: ['""'] },
  { name: 'not the format', text: file('a=1.2'), preferences: labels({ a: 'semver' }), findings: ['1.2'] },
  { name: 'a format of the specification', text: file('org.opencontainers.image.created=yesterday'), findings: ['yesterday'] },
]; // prettier-ignore

describe('style/labels', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });

  it.each<[LabelFormat, readonly string[], readonly string[]]>([
    ['text', ['x', ''], []],
    ['url', ['https://example.com', 'git://example.com/a.git', 'mailto:ada@example.com'], ['example.com', 'https://', 'a b', 'http://a b']],
    ['rfc3339', ['2026-01-31T12:00:00Z', '2024-02-29T23:59:60.5+02:00'], ['2026-01-31', '2026-02-30T12:00:00Z', '2026-01-31T24:00:00Z', '2026-13-01T00:00:00Z', '2026-01-31T12:00:00']],
    ['spdx', ['MIT', 'GPL-2.0+', '(MIT OR Apache-2.0) AND BSD-3-Clause', 'GPL-2.0-only WITH Classpath-exception-2.0', 'LicenseRef-mine'], ['Apache 2.0', 'MIT License', 'MIT OR', '(MIT', 'MIT)', 'AND', '']],
    ['hash', ['0123abc', '0123456789abcdef0123456789abcdef01234567'], ['0123ABC', '0123abcd', 'main']],
    ['semver', ['1.2.3', '1.0.0-rc.1+5'], ['1.2', 'v1.2.3', '1.2.3.4', 'latest']],
    ['email', ['ada@example.com', 'a.b+c@mail.example.com'], ['ada', 'ada@', '@example.com', 'Ada <ada@example.com>', 'ada@example']],
  ])('knows %s', (format, good, bad) => {
    for (const value of good) expect(hasFormat(value, format), value).toBe(true);
    for (const value of bad) expect(hasFormat(value, format), value).toBe(false);
  }); // prettier-ignore
});
