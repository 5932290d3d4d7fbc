import { describe, expect, it } from 'vitest';
import type { SeverityName } from '../../shared/settings.ts';
import { buildkitRules, ruleNames, rulesNamed } from '../../server/engine/rule-names.ts';
import {
  atLeast,
  configuredSeverity,
  isShellCheckOff,
  layeredSeverities,
} from '../../server/engine/severities.ts';
import { allRules } from '../../server/rules/registry.ts';

const foreign = allRules.find(({ equivalents }) => equivalents.some(({ tool }) => tool === 'hadolint'))!;
const alias = foreign.equivalents.find(({ tool }) => tool === 'hadolint')!.id;

describe('names of rules', () => {
  it('knows ids, groups and the names of other tools, in any case', () => {
    for (const name of [foreign.id, foreign.id.toUpperCase(), alias, alias.toLowerCase()])
      expect(rulesNamed(name), name).toContain(foreign.id);
    for (const name of [foreign.group, `${foreign.group}/*`]) expect(rulesNamed(name)).toContain(foreign.id);
    expect(rulesNamed('no/such-rule')).toEqual([]);
    expect([...ruleNames()]).toContain(alias.toLowerCase());
  });

  it("knows every rule that covers a check of BuildKit's", () => {
    const covering = allRules.filter(({ equivalents }) =>
      equivalents.some(({ tool }) => tool === 'buildkit'),
    );
    expect(buildkitRules()).toEqual(covering.map(({ id }) => id));
  });
});

it.each<[string, Record<string, SeverityName>, SeverityName | undefined]>([
  ['nothing', {}, undefined],
  ['its id', { [foreign.id]: 'hint' }, 'hint'],
  ['another name', { [alias]: 'off' }, 'off'],
  ['its group', { [foreign.group]: 'error' }, 'error'],
  ['its group with a star', { [`${foreign.group}/*`]: 'error' }, 'error'],
  ['another name over the group', { [alias]: 'off', [foreign.group]: 'error' }, 'off'],
  ['its id over all', { [foreign.group]: 'error', [alias]: 'off', [foreign.id]: 'info' }, 'info'],
  ['an unknown name', { 'no/such-rule': 'error' }, undefined],
])('configured by %s', (_, settings, expected) => {
  expect(configuredSeverity(foreign, settings)).toBe(expected);
});

it('orders severities', () => {
  expect(atLeast('error', 'warning')).toBe(true);
  expect(atLeast('warning', 'warning')).toBe(true);
  expect(atLeast('info', 'warning')).toBe(false);
});

describe('layers of settings', () => {
  const sc = { id: 'shellcheck/SC2086', group: 'shellcheck' } as const;
  type Layer = Record<string, SeverityName>;

  it.each<[string, Layer[], SeverityName | undefined]>([
    ['nothing', [{}, {}], undefined],
    ['the only one', [{ [foreign.id]: 'hint' }, {}], 'hint'],
    ['the stronger one', [{ [foreign.id]: 'hint' }, { [foreign.id]: 'error' }], 'error'],
    ['the stronger one, by whichever name', [{ [foreign.id]: 'hint' }, { [foreign.group]: 'error' }], 'error'],
    ['the more specific one of a layer', [{}, { [foreign.group]: 'error', [alias]: 'off' }], 'off'],
    ['the weaker one where the stronger one is silent', [{ [alias]: 'hint' }, { 'no/such-rule': 'error', SC2086: 'off' }], 'hint'],
    ['three', [{ [foreign.id]: 'hint' }, { [foreign.id]: 'off' }, { [alias]: 'info' }], 'info'],
  ])('%s', (_, layers, expected) => {
    expect(configuredSeverity(foreign, layeredSeverities(layers))).toBe(expected);
  }); // prettier-ignore

  it.each<[string, Layer[], SeverityName | undefined]>([
    ['nothing', [{}, { [alias]: 'off' }], undefined],
    ['a code', [{ SC2086: 'hint' }, { [alias]: 'off' }], 'hint'],
    ['the stronger code', [{ sc2086: 'hint' }, { 'shellcheck/SC2086': 'error' }], 'error'],
    ['all, of the stronger one', [{ SC2086: 'hint' }, { 'shellcheck/*': 'off' }], 'off'],
    ['a code, of the stronger one', [{ shellcheck: 'off' }, { SC2086: 'error' }], 'error'],
    ['another code', [{ shellcheck: 'off' }, { SC2154: 'error' }], 'off'],
  ])('of ShellCheck: %s', (_, layers, expected) => {
    expect(configuredSeverity(sc, layeredSeverities(layers))).toBe(expected);
  });

  it.each<[Layer, boolean]>([
    [{}, false],
    [{ [alias]: 'off' }, false],
    [{ SC2086: 'off' }, false],
    [{ shellcheck: 'off' }, true],
    [{ 'shellcheck/*': 'off', SC2086: 'off' }, true],
    [{ 'shellcheck/*': 'off', SC2086: 'hint' }, false],
    [{ 'shellcheck/*': 'hint' }, false],
  ])('%j leaves nothing of ShellCheck: %s', (layer, expected) => {
    expect(isShellCheckOff(layer)).toBe(expected);
  });
});
