import { describe, expect, it } from 'vitest';
import type { SeverityName } from '../../shared/settings.ts';
import { buildkitRules, ruleNames, rulesNamed } from '../../server/engine/rule-names.ts';
import { atLeast, configuredSeverity } from '../../server/engine/severities.ts';
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
